import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot from /proc, or what `ps` says; it is only ever compared for equality. */
  readonly startedAt: string;
}

const fromProc = (pid: number): string | undefined => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // there is no such process, or no /proc on this system
  }
  // The second field is the command in brackets and may hold anything; after it come state (3) ... start time (22).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
};

const fromPs = (pid: number): string | undefined => {
  try {
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', pid.toString()], { encoding: 'utf8' }).trim();
    return line === '' ? undefined : line;
  } catch {
    return undefined; // ps fails if there is no such process
  }
};

/** Returns undefined if no such process runs; a zombie does not count as running. */
export const processIdentity = (pid: number): ProcessIdentity | undefined => {
  const startedAt = process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
};

/** Returns whether this very process still runs, not another one with its number. */
export const isRunning = (identity: ProcessIdentity): boolean =>
  processIdentity(identity.pid)?.startedAt === identity.startedAt;

const isIdentity = (value: unknown): value is ProcessIdentity =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  'startedAt' in value &&
  typeof value.pid === 'number' &&
  typeof value.startedAt === 'string';

/** Reads it from a parsed file; returns undefined for anything else. */
export const asIdentity = (value: unknown): ProcessIdentity | undefined => (isIdentity(value) ? value : undefined);
