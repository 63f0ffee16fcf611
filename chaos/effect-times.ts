import { firstEffects } from './check-effects';
import type { CallFact, RecordId } from './facts';

/** Returns when the first effect of each record began. */
export const effectTimes = (calls: readonly CallFact[]): ReadonlyMap<RecordId, number> => {
  const times = new Map<RecordId, number>();
  for (const { id, startedAt } of firstEffects(calls)) if (!times.has(id)) times.set(id, startedAt);
  return times;
};
