import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const EVERY_MS = 250;

const run = promisify(execFile);

/** A process for each of hundreds of samples was as dear as a gateway, so there is one only without /proc. */
const residentMiB = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kib !== undefined) return Number(kib) / 1024;
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
};

/** Samples the memory of a process, which must live until `stop`. */
export class MemorySamples {
  private sampling = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  private constructor(
    pid: number,
    private readonly resident: number[],
  ) {
    this.timer = setInterval(() => {
      this.sampling = this.sampling.then(async () => void this.resident.push(await residentMiB(pid)));
    }, EVERY_MS);
  }

  static async start(pid: number): Promise<MemorySamples> {
    return new MemorySamples(pid, [await residentMiB(pid)]);
  }

  /** The most resident memory so far, in MiB. */
  get highest(): number {
    return Math.max(...this.resident);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.sampling;
  }
}
