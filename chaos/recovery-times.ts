import { effectTimes } from './effect-times';
import type { Facts, FaultFact } from './facts';

export interface Recovery extends FaultFact {
  /** Time from the end of the fault until nothing waited any more that had been produced before that end. */
  readonly seconds: number;
}

/** Reckons what each fault cost. Faults that overlap count each other's cost, too. Lost records are left out. */
export const recoveryTimes = ({
  faults,
  records,
  calls,
}: Pick<Facts, 'faults' | 'records' | 'calls'>): readonly Recovery[] => {
  const doneAt = effectTimes(calls);
  return faults.map((fault) => {
    let last = fault.until;
    for (const { id, producedAt } of records) {
      if (producedAt <= fault.until) last = Math.max(last, doneAt.get(id) ?? 0);
    }
    return { ...fault, seconds: Math.round((last - fault.until) / 100) / 10 };
  });
};
