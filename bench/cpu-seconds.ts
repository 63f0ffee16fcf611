import { readFileSync } from 'node:fs';

/** Linux counts in hundredths, whatever the kernel was built with. */
const TICKS_PER_SECOND = 100;

/** Fields of `/proc/PID/stat` that stand behind the name of the program, which may hold anything. */
const fieldsOf = (pid: string): readonly string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const seconds = (fields: readonly string[], ...at: readonly number[]): number =>
  at.reduce((sum, index) => sum + Number(fields[index]), 0) / TICKS_PER_SECOND;

/** Processor time that a process has used so far; NaN where there is no /proc, or no such process. */
export const cpuSeconds = (pid: number | undefined): number => {
  try {
    return seconds(fieldsOf(String(pid)), 11, 12);
  } catch {
    return NaN;
  }
};

/** The same with that of its children, those that have ended included: PostgreSQL has one for each connection. */
export const cpuSecondsOfFamily = (pid: number | undefined): number => {
  try {
    const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
      .trim()
      .split(' ');
    const living = children.filter((child) => child !== '').map((child) => cpuSeconds(Number(child)));
    const sum = living.reduce((total, child) => total + (Number.isNaN(child) ? 0 : child), 0);
    return sum + seconds(fieldsOf(String(pid)), 11, 12, 13, 14);
  } catch {
    return NaN;
  }
};
