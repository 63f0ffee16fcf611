import type { Stream } from '../contract/record';

/** True if the records come from a replay under their first idempotency keys: each may have had its effects before. */
export const repeatsEffects = ({ replay, effects }: Pick<Stream, 'replay' | 'effects'>): boolean =>
  replay !== undefined && effects === undefined;
