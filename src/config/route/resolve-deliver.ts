import { headerId } from '../destination/refused-header';
import type { ParsedGateway } from '../gateway/gateway-schema';
import type { ResolvedDeliver, ResolvedHeaderCopy } from '../gateway/resolved';
import type { ParsedRoute } from './route-schema';

type ParsedDeliver = NonNullable<ParsedRoute['deliver']>;
type ParsedDestination = ParsedGateway['destinations'][string] | undefined;

export const resolvedDeliver = (
  { callbackTimeout, copyHeaders, tombstone, ...deliver }: ParsedDeliver,
  destination: ParsedDestination,
): ResolvedDeliver => ({
  ...deliver,
  callbackTimeoutMs: callbackTimeout,
  copyHeaders: headerCopy(copyHeaders, destination),
  tombstone: typeof tombstone === 'string' ? tombstone : { ...tombstone, path: tombstone.path },
});

const headerCopy = (patterns: readonly string[], destination: ParsedDestination): ResolvedHeaderCopy => {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  return {
    names: new Set(lower.filter((pattern) => !pattern.endsWith('*'))),
    prefixes: lower.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1)),
    never: new Set(setByDestination(destination)),
  };
};

/** A record says what its own body is, so that the type is not among these. */
const setByDestination = (destination: ParsedDestination): readonly string[] => {
  if (typeof destination !== 'object' || !('baseUrl' in destination)) return [];
  const { headers, idempotencyHeader, tokenHeader } = destination;
  const names = [...Object.keys(headers), idempotencyHeader, tokenHeader];
  return names.map(headerId).filter((id) => id !== 'content-type');
};
