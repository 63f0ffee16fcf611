import type { ChaosOptions } from '../chaos-options';
import { FAULT_NAMES } from '../fault';

/** Repeats a run. Another checkout that was tried goes unnamed: where it lies is a matter of the machine. */
export const commandLine = ({ records, kills, seed, brokers, minutes, faults }: ChaosOptions): string => {
  const all = FAULT_NAMES.every((name) => faults.includes(name));
  return [
    `npm run chaos -- --records ${records} --kills ${kills} --seed ${seed}`,
    ...(minutes === undefined ? [] : [`--minutes ${minutes}`]),
    `--brokers ${brokers}`,
    ...(all ? [] : [`--faults ${faults.join(',')}`]),
  ].join(' ');
};
