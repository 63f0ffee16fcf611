import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorText, GatewayError } from '../errors';
import { endWithParent } from './end-with-parent';
import { claimDirectory, recordClaim, releaseClaim } from './engine-claim';
import type { EngineHandle, EngineName } from './engine-handle';

const LOG_FILE = 'engine.log';
const SHOWN_LINES = 20;
const READY_POLL_MS = 100;
const STOP_MS = 15_000;

export interface EngineProgram {
  readonly name: EngineName;
  readonly address: string;
  readonly uiAddress?: string;
  readonly origin: string;
  readonly executable: string;
  readonly args: readonly string[];
  /** It has the engine's data, log and pid file; nothing else uses it. */
  readonly dataDirectory: string;
  /** Rejects while the engine does not answer yet; limits its own duration. */
  readonly ready: () => Promise<void>;
  readonly readyMs: number;
}

interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<void>;
  ended: boolean;
}

/** An engine as a child process, in its own process group so that on Ctrl-C we decide when it ends. */
export class EngineProcess implements EngineHandle {
  #running: Running | undefined;
  readonly name: EngineName;
  readonly address: string;
  readonly uiAddress: string | undefined;
  readonly origin: string;

  constructor(private readonly program: EngineProgram) {
    this.name = program.name;
    this.address = program.address;
    this.uiAddress = program.uiAddress;
    this.origin = program.origin;
  }

  get pid(): number | undefined {
    return this.#running?.ended === false ? this.#running.pid : undefined;
  }

  /** Resolves when it answers. GatewayError('engine-failed') with its last log lines if it does not in time. */
  async start(): Promise<void> {
    const { dataDirectory, name } = this.program;
    await mkdir(dataDirectory, { recursive: true });
    await claimDirectory(dataDirectory);
    const running = this.#spawn();
    this.#running = running;
    try {
      await recordClaim(dataDirectory, running.pid);
      await this.#untilReady(running);
    } catch (error) {
      await this.kill();
      const log = this.#lastLogLines();
      throw new GatewayError('engine-failed', `${name} did not start: ${errorText(error)}\n${log}`, { cause: error });
    }
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined || running.ended) return;
    running.child.ref();
    running.child.kill('SIGCONT'); // a suspended process would not see the next signal
    running.child.kill('SIGTERM');
    const grace = new AbortController();
    const late = delay(STOP_MS, 'late', { signal: grace.signal }).catch(() => 'in time');
    if ((await Promise.race([running.exited, late])) === 'late') running.child.kill('SIGKILL');
    grace.abort();
    await running.exited;
    await releaseClaim(this.program.dataDirectory);
  }

  async kill(): Promise<void> {
    const running = this.#running;
    if (running === undefined || running.ended) return;
    running.child.ref();
    running.child.kill('SIGKILL');
    await running.exited;
    await releaseClaim(this.program.dataDirectory);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  suspend(): void {
    this.#running?.child.kill('SIGSTOP');
  }

  resume(): void {
    this.#running?.child.kill('SIGCONT');
  }

  #spawn(): Running {
    const { executable, args, dataDirectory } = this.program;
    const log = openSync(path.join(dataDirectory, LOG_FILE), 'a');
    try {
      const child = spawn(executable, args, { cwd: dataDirectory, detached: true, stdio: ['ignore', log, log] });
      if (child.pid === undefined) {
        child.once('error', () => undefined); // reported below: without a pid nothing was started
        throw new GatewayError('engine-failed', `${executable} could not be run.`);
      }
      endWithParent(child);
      // An engine must not keep a process alive that has nothing else to do; the watcher then ends the engine.
      child.unref();
      const running: Running = {
        child,
        pid: child.pid,
        exited: new Promise((resolve) =>
          child.once('exit', () => {
            resolve();
          }),
        ),
        ended: false,
      };
      child.once('exit', () => {
        running.ended = true;
      });
      return running;
    } finally {
      closeSync(log);
    }
  }

  async #untilReady(running: Running): Promise<void> {
    const { ready, readyMs, address } = this.program;
    const deadline = Date.now() + readyMs;
    for (;;) {
      if (running.ended) throw new Error(`it ended with ${running.child.exitCode ?? running.child.signalCode ?? '?'}.`);
      try {
        await ready();
        return;
      } catch (error) {
        if (Date.now() > deadline) {
          throw new Error(`no answer at ${address} within ${readyMs} ms (${errorText(error)}).`, {
            cause: error,
          });
        }
      }
      await delay(READY_POLL_MS);
    }
  }

  #lastLogLines(): string {
    const file = path.join(this.program.dataDirectory, LOG_FILE);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES);
    return [`The end of ${file}:`, ...lines].join('\n');
  }
}
