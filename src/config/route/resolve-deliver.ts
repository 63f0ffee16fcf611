import { headerId } from '../destination/refused-header';
import type { ParsedDestination } from '../destination/destination-schema';
import type { ResolvedDeliver, ResolvedHeaderCopy } from './resolved-route';
import type { ParsedRoute } from './route-schema';

type ParsedDeliver = NonNullable<ParsedRoute['deliver']>;

export const resolvedDeliver = (
  { callbackTimeout, copyHeaders, tombstone, ...deliver }: ParsedDeliver,
  destination: ParsedDestination | undefined,
): ResolvedDeliver => ({
  ...deliver,
  callbackTimeoutMs: callbackTimeout,
  copyHeaders: headerCopy(copyHeaders, [
    ...setByRoute(deliver),
    ...setOnTombstones(tombstone),
    ...setByDestination(destination),
  ]),
  tombstone:
    typeof tombstone === 'string' ? tombstone : { ...tombstone, path: tombstone.path, headers: tombstone.headers },
});

const headerCopy = (patterns: readonly string[], set: readonly string[]): ResolvedHeaderCopy => {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  return {
    names: new Set(lower.filter((pattern) => !pattern.endsWith('*'))),
    prefixes: lower.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1)),
    // A record says what its own body is, so that the type is not among these.
    never: new Set(set.map(headerId).filter((id) => id !== 'content-type')),
  };
};

const setByRoute = ({
  headers,
  completes,
  callbackHeader,
}: Pick<ParsedDeliver, 'headers' | 'completes' | 'callbackHeader'>): readonly string[] => [
  ...Object.keys(headers),
  ...(completes === 'callback' ? [callbackHeader] : []),
];

const setOnTombstones = (tombstone: ParsedDeliver['tombstone']): readonly string[] =>
  typeof tombstone === 'string' ? [] : Object.keys(tombstone.headers ?? {});

const setByDestination = (destination: ParsedDestination | undefined): readonly string[] => {
  if (typeof destination !== 'object' || !('baseUrl' in destination)) return [];
  const { headers, idempotencyHeader, tokenHeader } = destination;
  return [...Object.keys(headers), idempotencyHeader, tokenHeader];
};
