import { readFileSync } from 'node:fs';

/** Linux counts in hundredths, whatever the kernel was built with. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used so far; NaN where there is no /proc, or no such process. */
export const cpuSeconds = (pid: number | undefined): number => {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name of the program stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
};
