import Table from 'cli-table3';
import type { Verdict } from './checker';
import { faultCosts } from './fault-costs';
import { grouped } from './grouped';

const SHOWN = 10;
const PLAIN = { head: [], border: [], compact: true };

/** Shows on the screen what every fault cost, the sums, and the first violations of each kind. */
export const verdictLines = ({ result, violations, recoveries }: Verdict): string => {
  const faults = new Table({ head: ['fault', 'times', 'recovery s, median', 'longest'], style: PLAIN });
  for (const { name, times, medianSeconds, longestSeconds } of faultCosts(recoveries)) {
    faults.push([name, String(times), String(medianSeconds), String(longestSeconds)]);
  }
  const sums = new Table({ style: PLAIN });
  for (const [name, value] of Object.entries(result)) sums.push({ [name]: String(value) });
  const broken = [...grouped(violations, ({ kind }) => kind)].flatMap(([kind, same]) => [
    `${kind}: ${same.length}`,
    ...same.slice(0, SHOWN).map(({ what }) => `  ${what}`),
  ]);
  return [faults.toString(), sums.toString(), ...broken].join('\n');
};
