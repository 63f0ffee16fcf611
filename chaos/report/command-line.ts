import type { ChaosOptions } from '../chaos-options';
import { FAULT_NAMES } from '../fault';

/** The command that repeats a run. It leaves out where a tested checkout lies, which is a matter of the machine. */
export const commandLine = ({ records, kills, seed, brokers, minutes, faults }: ChaosOptions): string => {
  const all = FAULT_NAMES.every((name) => faults.includes(name));
  return [
    `npm run chaos -- --records ${records} --kills ${kills} --seed ${seed}`,
    ...(minutes === undefined ? [] : [`--minutes ${minutes}`]),
    `--brokers ${brokers}`,
    ...(all ? [] : [`--faults ${faults.join(',')}`]),
  ].join(' ');
};
