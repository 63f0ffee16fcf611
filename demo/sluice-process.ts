import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GatewayError } from '../src/errors';
import { endWithParent } from '../src/engines/end-with-parent';

/** A little more than the gateway's own grace period, in which it drains. */
const STOP_MS = 40_000;
const SHOWN_LINES = 15;
type Command = 'run' | 'console';
const NAMES: Readonly<Record<Command, string>> = { run: 'gateway', console: 'console' };
const CHECKOUT = path.join(__dirname, '..');

/** What a process of the demo's gateway needs to know. */
export interface SluiceOptions {
  readonly kafka: string;
  readonly temporal: string;
  /** Environment variables that its config reads. */
  readonly variables: Readonly<Record<string, string>>;
  /** Path from the root of the checkout. */
  readonly config: string;
}

/** Beside the data of a demo: a profile of Temporal that says nothing. */
export const profileIn = (directory: string): string => path.join(directory, 'temporal.toml');

// The demo talks to its own engines: neither variables nor a profile of the user's may send it elsewhere.
export const demoEnvironment = (
  { kafka, temporal, variables }: Omit<SluiceOptions, 'config'>,
  profile: string,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(KAFKA|TEMPORAL)_/.test(name))),
  KAFKA_BROKERS: kafka,
  TEMPORAL_ADDRESS: temporal,
  TEMPORAL_NAMESPACE: 'default',
  TEMPORAL_CONFIG_FILE: profile,
  ...variables,
});

/** `sluice run` or `sluice console` as a child process in a group of its own, so that Ctrl-C leaves its end to us. */
export class SluiceProcess {
  readonly exited: Promise<number | NodeJS.Signals>;
  #ended = false;

  private constructor(
    private readonly command: Command,
    private readonly child: ChildProcess,
    readonly logFile: string,
  ) {
    endWithParent(child);
    this.exited = new Promise((resolve) => {
      child.once('error', () => {
        resolve(127);
      });
      child.once('exit', (code, signal) => {
        resolve(code ?? signal ?? 1);
      });
    });
    void this.exited.then(() => {
      this.#ended = true;
    });
  }

  /** Keeps its log in `directory`: `gateway.log` or `console.log`. */
  static start(command: Command, args: readonly string[], options: SluiceOptions, directory: string): SluiceProcess {
    const profile = profileIn(directory);
    writeFileSync(profile, '[profile.default]\n');
    const logFile = path.join(directory, `${NAMES[command]}.log`);
    const log = openSync(logFile, 'w');
    try {
      const child = spawn(process.execPath, ['lib/cli/main.js', command, '-c', options.config, ...args], {
        cwd: CHECKOUT,
        env: demoEnvironment(options, profile),
        detached: true,
        // What the console prints has its token, which stays out of files.
        stdio: ['ignore', command === 'console' ? 'pipe' : log, log],
      });
      return new SluiceProcess(command, child, logFile);
    } finally {
      closeSync(log);
    }
  }

  /** The first group of `pattern` in what it prints; undefined if it ends before. Only a console prints to us. */
  async printed(pattern: RegExp): Promise<string | undefined> {
    const { stdout } = this.child;
    if (stdout === null) return undefined;
    let text = '';
    const found = new Promise<string>((resolve) => {
      stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const [, group] = pattern.exec(text) ?? [];
        if (group !== undefined) resolve(group);
      });
    });
    return Promise.race([found, this.exited.then(() => undefined)]);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Drains it; SIGKILL if that takes too long. Throws if it did not end in order. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    const result = await this.exited;
    clearTimeout(late);
    if (result !== 0) throw this.failure(result);
  }

  async kill(): Promise<void> {
    if (this.#ended) return;
    this.child.kill('SIGKILL');
    await this.exited;
  }

  failure(result: number | NodeJS.Signals): GatewayError {
    const lines = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES);
    const message = [
      `The ${NAMES[this.command]} ended with ${String(result)}. The end of ${this.logFile}:`,
      ...lines,
    ].join('\n');
    return new GatewayError('engine-failed', message);
  }
}
