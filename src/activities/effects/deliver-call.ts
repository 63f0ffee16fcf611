import type { ResolvedDeliver } from '../../config/route/resolved-route';
import type { WireValue } from '../../model/contract/record';

type Call = Pick<ResolvedDeliver, 'method' | 'path' | 'headers'>;

/** Method, path and headers by which a `deliver` route calls for a record; undefined if it passes over a tombstone. */
export const deliverCall = (
  { method, path, headers, tombstone }: Call & Pick<ResolvedDeliver, 'tombstone'>,
  value: WireValue,
): Call | undefined => {
  if (!('tombstone' in value) || tombstone === 'send') return { method, path, headers };
  if (tombstone === 'skip') return undefined;
  return { method: tombstone.method, path: tombstone.path ?? path, headers: tombstone.headers ?? headers };
};
