import type { HttpPollDefinition } from '../../../../src/config/agent/http-poll-definition';
import { httpPollSchema } from '../../../../src/config/agent/http-poll-schema';
import { resolvedHttpPoll } from '../../../../src/config/agent/resolve-http-poll';
import { resolvedDestination } from '../../../../src/config/destination/resolve-destination';
import { destinationSchema, type ParsedHttpDestination } from '../../../../src/config/destination/destination-schema';
import type { ResolvedHttpPoll } from '../../../../src/config/agent/resolved-http-poll';

/** What a configuration resolves to, polling the destination `shop` at this address. */
export const httpPollOptions = (
  given: Omit<HttpPollDefinition, 'destination'>,
  baseUrl = 'https://shop.test/v1',
): ResolvedHttpPoll => {
  const destination = destinationSchema.parse({ baseUrl }) as ParsedHttpDestination;
  const shop = resolvedDestination(destination, {}, { read: () => '', isFile: () => false });
  return resolvedHttpPoll(httpPollSchema.parse({ destination: 'shop', ...given }), new Map([['shop', shop]]));
};
