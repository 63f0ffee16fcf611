import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithParent } from '../src/engines/end-with-parent';
import { defined } from '../src/model/defined';
import { cpuSeconds } from './cpu-seconds';
import { peakMemoryMib } from './peak-memory';

const CHECKOUT = path.join(__dirname, '..');
const START_MS = 90_000;
const STOP_MS = 40_000;
const SHOWN_CHARACTERS = 2_000;

/** A system under measurement, in a process of its own, so that its processor time can be told from ours. */
export class MeasuredProcess {
  private output = '';
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;

  private constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    // LD_PRELOAD: systems are measured with the allocator that the bench was started with.
    const { PATH = '', HOME = '', LD_PRELOAD } = process.env;
    this.child = spawn(process.execPath, args, {
      cwd: CHECKOUT,
      env: { PATH, HOME, ...defined({ LD_PRELOAD }), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithParent(this.child);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-100_000);
      });
    }
    this.exited = new Promise((resolve) =>
      this.child.once('exit', () => {
        resolve();
      }),
    );
  }

  /** Resolves when it has written `ready`. */
  static async start(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    ready: string,
  ): Promise<MeasuredProcess> {
    const started = new MeasuredProcess(args, env);
    const deadline = performance.now() + START_MS;
    while (!started.output.includes(ready)) {
      if (started.ended || performance.now() > deadline) {
        await started.stop();
        throw new Error(`${args.join(' ')} did not start:\n${started.shown}`);
      }
      await delay(50);
    }
    return started;
  }

  /** The end of what it has written. */
  get shown(): string {
    return this.output.slice(-SHOWN_CHARACTERS);
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get cpuSeconds(): number {
    return cpuSeconds(this.child.pid);
  }

  get peakMemoryMib(): number {
    return peakMemoryMib(this.child.pid);
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    await this.exited;
    clearTimeout(late);
  }
}
