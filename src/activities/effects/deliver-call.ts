import type { ResolvedDeliver } from '../../config/route/resolved-route';
import type { WireValue } from '../../model/contract/record';

/** Method and path by which a `deliver` route calls for a record; undefined if it passes over a tombstone. */
export const deliverCall = (
  { method, path, tombstone }: Pick<ResolvedDeliver, 'method' | 'path' | 'tombstone'>,
  value: WireValue,
): Pick<ResolvedDeliver, 'method' | 'path'> | undefined => {
  if (!('tombstone' in value) || tombstone === 'send') return { method, path };
  return tombstone === 'skip' ? undefined : { method: tombstone.method, path: tombstone.path ?? path };
};
