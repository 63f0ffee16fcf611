import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithParent } from '../src/engines/end-with-parent';
import type { ProcessFact } from './facts';

const START_MS = 90_000;
const STOP_MS = 40_000;
const SHOWN_CHARACTERS = 2_000;
const RESTART_PAUSE_MS = 500;

export interface PartProgram {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Text that it writes when it is up. */
  readonly ready: string;
  readonly directory: string;
}

/** A process of the run. One that ends without being told to is started again, as a supervisor would. */
export class Part {
  /** Ends that nobody asked for, in words. */
  readonly crashes: string[] = [];
  /** When it was seen dead after a SIGKILL, in milliseconds since the Unix epoch. */
  readonly deaths: number[] = [];
  private child: ChildProcess | undefined;
  private exited: Promise<string> = Promise.resolve('not started');
  private wanted = false;
  private largestBytes = 0;

  constructor(private readonly program: PartProgram) {}

  get name(): string {
    return this.program.name;
  }

  get logFile(): string {
    return path.join(this.program.directory, `${this.program.name.replace(' ', '-')}.log`);
  }

  start(): void {
    this.wanted = true;
    const { args, cwd, env } = this.program;
    const { PATH = '', HOME = '' } = process.env;
    const log = openSync(this.logFile, 'a');
    const child = spawn(process.execPath, args, {
      cwd,
      env: { PATH, HOME, ...env },
      detached: true, // Ctrl-C goes to the whole group of a terminal, and its end is ours to say
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    endWithParent(child);
    this.child = child;
    this.exited = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        resolve(signal ?? String(code));
      }),
    );
    void this.exited.then(async (exit) => {
      if (!this.wanted || this.child !== child) return;
      this.crashes.push(`${this.name} ended with ${exit} by itself`);
      await delay(RESTART_PAUSE_MS);
      if (this.isWanted && this.child === child) this.start();
    });
  }

  private get isWanted(): boolean {
    return this.wanted;
  }

  /** Resolves when its log says that it is up. */
  async ready(): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (!this.log().includes(this.program.ready)) {
      if (performance.now() > deadline || this.crashes.length > 0) {
        throw new Error(`${this.name} did not start:\n${this.log().slice(-SHOWN_CHARACTERS)}`);
      }
      await delay(100);
    }
  }

  /** Sends SIGKILL. The process stays down until `start`. */
  async kill(): Promise<void> {
    this.measure();
    this.wanted = false;
    this.child?.kill('SIGKILL');
    await this.exited;
    this.deaths.push(Date.now());
  }

  suspend(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** Sends SIGTERM, and SIGKILL if that takes too long. Returns how the process ended. */
  async stop(): Promise<string> {
    this.measure();
    this.wanted = false;
    this.child?.kill('SIGCONT');
    this.child?.kill('SIGTERM');
    const late = setTimeout(() => this.child?.kill('SIGKILL'), STOP_MS);
    const exit = await this.exited;
    clearTimeout(late);
    return exit;
  }

  /** Notes the largest memory so far, where there is /proc. */
  measure(): void {
    try {
      const status = readFileSync(`/proc/${String(this.child?.pid)}/status`, 'utf8');
      const kib = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
      this.largestBytes = Math.max(this.largestBytes, kib * 1_024);
    } catch {
      // no /proc, or no such process any more: what was measured before stands
    }
  }

  fact(exit: string): ProcessFact {
    return { name: this.name, largestBytes: this.largestBytes, exit };
  }

  private log(): string {
    return readFileSync(this.logFile, 'utf8');
  }
}
