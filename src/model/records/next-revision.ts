import type { Stream } from '../contract/record';

/** More edits than a record has in one of its lives. */
const PER_REPLAY = 10_000;
/** Revisions are counted in 32 bits. */
const MOST_REPLAYS = Math.floor((2 ** 31 - 1) / PER_REPLAY) - 1;

/**
 * The revision that follows `before` (I12). A replay repeats the idempotency keys of a record's first time, and nobody
 * remembers which of these its edits had then, so those of each replay begin with numbers of their own. `unknown`: how
 * many revisions behind `base` it may have had that nobody knows any more; they are passed over once.
 */
export const nextRevision = (
  { replay = 0, effects }: Pick<Stream, 'replay' | 'effects'>,
  before: number,
  unknown = 0,
  base = before,
): number => {
  const first = effects === undefined && replay <= MOST_REPLAYS ? replay * PER_REPLAY : 0;
  return Math.max(before, Math.max(base, first) + unknown) + 1;
};
