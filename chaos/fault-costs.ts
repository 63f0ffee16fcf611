import { grouped } from './grouped';
import { percentile } from './percentile';
import type { Recovery } from './recovery-times';

export interface FaultCost {
  readonly name: string;
  readonly times: number;
  readonly medianSeconds: number;
  readonly longestSeconds: number;
}

/** Sums up what each kind of fault cost, in the order of names, so that alike kinds stand side by side. */
export const faultCosts = (recoveries: readonly Recovery[]): readonly FaultCost[] =>
  [...grouped(recoveries, ({ name }) => name)]
    .map(([name, same]) => {
      const seconds = same.map((recovery) => recovery.seconds);
      return {
        name,
        times: same.length,
        medianSeconds: percentile(seconds, 0.5),
        longestSeconds: Math.max(...seconds),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
