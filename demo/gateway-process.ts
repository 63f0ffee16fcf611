import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GatewayError } from '../src/errors';
import { endWithParent } from '../src/engines/end-with-parent';

/** A little more than the gateway's own grace period, in which it drains. */
const STOP_MS = 40_000;
const SHOWN_LINES = 15;
const CHECKOUT = path.join(__dirname, '..');

export interface GatewayOptions {
  readonly kafka: string;
  readonly temporal: string;
  /** Environment variables that its config reads. */
  readonly variables: Readonly<Record<string, string>>;
  /** Path from the root of the checkout. */
  readonly config: string;
}

// The demo talks to its own engines: neither variables nor a profile of the user's may send it elsewhere.
const environment = ({ kafka, temporal, variables }: GatewayOptions, profile: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(KAFKA|TEMPORAL)_/.test(name))),
  KAFKA_BROKERS: kafka,
  TEMPORAL_ADDRESS: temporal,
  TEMPORAL_NAMESPACE: 'default',
  TEMPORAL_CONFIG_FILE: profile,
  ...variables,
});

/** `sluice run` as a child process in a group of its own, so that Ctrl-C leaves its end to us. */
export class GatewayProcess {
  readonly exited: Promise<number | NodeJS.Signals>;
  #ended = false;

  private constructor(
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

  /** Keeps its log, `gateway.log`, in `directory`. */
  static start(options: GatewayOptions, directory: string): GatewayProcess {
    const profile = path.join(directory, 'temporal.toml');
    writeFileSync(profile, '[profile.default]\n');
    const logFile = path.join(directory, 'gateway.log');
    const log = openSync(logFile, 'w');
    try {
      const child = spawn(process.execPath, ['lib/cli/main.js', 'run', '-c', options.config], {
        cwd: CHECKOUT,
        env: environment(options, profile),
        detached: true,
        stdio: ['ignore', log, log],
      });
      return new GatewayProcess(child, logFile);
    } finally {
      closeSync(log);
    }
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
    const message = [`The gateway ended with ${String(result)}. The end of ${this.logFile}:`, ...lines].join('\n');
    return new GatewayError('engine-failed', message);
  }
}
