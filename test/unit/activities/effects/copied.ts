import { copiedHeaders } from '../../../../src/activities/effects/copied-headers';
import { destinationSchema, type ParsedHttpDestination } from '../../../../src/config/destination/destination-schema';
import { resolvedDeliver } from '../../../../src/config/route/resolve-deliver';
import { routeSchema } from '../../../../src/config/route/route-schema';
import type { WireHeader } from '../../../../src/model/contract/record';

const destination = destinationSchema.parse({
  baseUrl: 'http://api.test',
  headers: { 'X-Tenant': 'acme', 'Content-Type': 'application/json' },
}) as ParsedHttpDestination;

/** What a route with these `copyHeaders` copies of a record with these headers. */
export const copied = (
  copyHeaders: readonly string[],
  headers: readonly WireHeader[],
  options: object = {},
): readonly (readonly string[])[] => {
  const { deliver } = routeSchema.parse({ topics: ['t'], deliver: { to: 'api', copyHeaders, ...options } });
  return copiedHeaders(resolvedDeliver(deliver as NonNullable<typeof deliver>, destination).copyHeaders, { headers });
};
