import type { Stream } from './record';

/**
 * What a workflow keeps positions under. Records that are replayed come at positions that were accepted before; under
 * the label of their replay they are accepted once more, and what is live is still told from what was.
 */
export const streamLabel = ({ id, replay }: Stream): string => (replay === undefined ? id : `${id}~${replay}`);

export const sameStream = (a: Stream, b: Stream): boolean => a.id === b.id && a.replay === b.replay;

/** The replay epoch of idempotency keys: 0 but for replays whose effects are wanted anew (I5). */
export const effectEpoch = ({ effects }: Stream): number => effects ?? 0;
