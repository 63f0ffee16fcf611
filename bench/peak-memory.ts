import { readFileSync } from 'node:fs';

/** The most memory that a process has had so far, in MiB; NaN where there is no /proc, or no such process. */
export const peakMemoryMib = (pid: number | undefined): number => {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return Number(kib) / 1_024;
  } catch {
    return NaN;
  }
};
