import type { NotedKey } from '../../model/keys/census';
import type { KeyFilter } from './key-filter';

export interface KeySelection {
  readonly status: KeyFilter;
  /** The destination at which the key's current record has failed, or for which it waits. */
  readonly destination?: string;
  /** The code of that failure or why the key is postponed; `http-status:409` means this status, the code all of them. */
  readonly error?: string;
  /**
   * Only keys that stand at this destination for this cause and no other: a code alone is then one without a status from
   * 100 to 599, and what is absent must be absent.
   */
  readonly exact?: boolean;
}

/** True if the key stands so, and for no other reason. */
export const standsSo = (key: NotedKey | undefined, { status, destination, error }: KeySelection): boolean =>
  key !== undefined &&
  (status === 'all' || key.status === status) &&
  key.destination === destination &&
  key.cause === error;
