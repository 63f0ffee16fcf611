import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const EVERY_MS = 250;
const run = promisify(execFile);

const residentMiB = async (pid: number): Promise<number> => {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
};

export interface MemorySamples {
  /** Resident memory of the process in MiB, oldest first. */
  readonly resident: readonly number[];
}

/** Samples the memory of a process during `body`, which the process must outlive. */
export const withMemorySamples = async <T>(pid: number, body: (samples: MemorySamples) => Promise<T>): Promise<T> => {
  const resident: number[] = [await residentMiB(pid)];
  let sampling = Promise.resolve();
  const timer = setInterval(() => {
    sampling = sampling.then(async () => void resident.push(await residentMiB(pid)));
  }, EVERY_MS);
  try {
    return await body({ resident });
  } finally {
    clearInterval(timer);
    await sampling;
  }
};
