import type { ParsedHttpPoll } from './http-poll-schema';
import { headerId } from '../destination/refused-header';
import type { HttpDestination, ResolvedDestination } from '../destination/resolved-destination';
import type { ResolvedHttpPoll, ResolvedPaging } from './resolved-http-poll';

const PARAMETERS = { cursor: 'cursor', offset: 'offset', page: 'page', timestamp: 'since' } as const;

export const resolvedHttpPoll = (
  http: ParsedHttpPoll,
  destinations: ReadonlyMap<string, ResolvedDestination>,
): ResolvedHttpPoll => {
  const destination = destinations.get(http.destination);
  return {
    destination: http.destination,
    baseUrl: destination?.kind === 'http' ? destination.baseUrl : undefined,
    sharedHeaders: destination?.kind === 'http' ? withoutSecrets(destination) : {},
    method: http.method,
    path: http.path,
    query: http.query,
    headers: http.headers,
    data: http.data,
    items: http.items,
    id: http.id,
    key: http.key,
    value: http.value,
    timestamp: http.timestamp,
    paging: http.paging && resolvedPaging(http.paging, usesCursor(http)),
    conditional: http.conditional ?? !awaitsNext(http.paging),
    maxPages: http.maxPages,
    maxResponseBytes: http.maxResponseBytes,
  };
};

const withoutSecrets = ({ headers, secretHeaders }: HttpDestination): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeaders.has(headerId(name))));

/** A last page may get a next one while its items stay as they are, and with them its `ETag`: it would look unchanged. */
const awaitsNext = (paging: ParsedHttpPoll['paging']): boolean =>
  (paging?.kind === 'cursor' || paging?.kind === 'link') && paging.atEnd === 'stay';

/** True if a template says where the cursor goes. */
const usesCursor = ({ path, query, data }: ParsedHttpPoll): boolean =>
  [path, JSON.stringify(query), JSON.stringify(data) as string | undefined].some((text) => text?.includes('{cursor}'));

const resolvedPaging = (paging: NonNullable<ParsedHttpPoll['paging']>, templated: boolean): ResolvedPaging => {
  if (paging.kind === 'link') {
    const { kind, next, optional, pathOnly, atEnd } = paging;
    return { kind, next, optional, pathOnly, restart: atEnd === 'restart' };
  }
  const parameter = templated ? paging.parameter : (paging.parameter ?? PARAMETERS[paging.kind]);
  if (paging.kind === 'timestamp') {
    const { kind, field, overlap, limit, limitParameter, start } = paging;
    return { kind, field, overlapMs: overlap, limit, limitParameter, start, parameter };
  }
  const restart = paging.atEnd === 'restart';
  if (paging.kind === 'cursor') {
    const { kind, next, optional, of, hasMore, start } = paging;
    return { kind, next, optional, of, hasMore, start, parameter, restart };
  }
  const { kind, limit, limitParameter, start = kind === 'page' ? 1 : 0 } = paging;
  return { kind, limit, limitParameter, start, parameter, restart };
};
