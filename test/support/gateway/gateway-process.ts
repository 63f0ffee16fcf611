import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { AgentsShape } from '../../fixtures/agents/gateway.config';
import type { FailuresShape } from '../../fixtures/failures/gateway.config';
import type { GatewayShape } from '../../fixtures/gateway/gateway.config';
import { engineAddress } from '../../../harness/engine-address';
import { childEnvironment } from './child-environment';
import { gatewayFixture } from './gateway-fixture';

const ROOT = path.resolve(__dirname, '../../..');
const CLI = path.join(ROOT, 'lib/cli/main.js');
const KILL_POINTS = path.join(__dirname, 'kill-points.js');
const STARTED = { console: '?token=', gateway: 'gateway runs' } as const;
const START_MS = 180_000;

export interface GatewayProcessOptions {
  readonly shape: GatewayShape | FailuresShape | AgentsShape;
  /** Folder in test/fixtures. Default: gateway. */
  readonly config?: string;
  readonly apiUrl: string;
  readonly brokers?: string;
  readonly temporal?: string;
  readonly command?: 'run' | 'bridge' | 'worker' | 'console';
  readonly args?: readonly string[];
  /** The process kills itself with SIGKILL there: see kill-points.js. */
  readonly killAt?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A gateway in a separate process, as users run it: with the CLI, a config file and the environment. */
export class GatewayProcess {
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Its output, for whoever reads a failing test. */
  output = '';
  private readonly child: ChildProcess;

  constructor(private readonly options: GatewayProcessOptions) {
    const { shape, apiUrl, killAt, command = 'run', config = 'gateway', args = [] } = options;
    const fixture = gatewayFixture(config, 'workflows' in shape ? shape.workflows : undefined);
    this.child = spawn(
      process.execPath,
      [...(killAt === undefined ? [] : ['--require', KILL_POINTS]), CLI, command, '-c', fixture.config, ...args],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...childEnvironment,
          TEST_GATEWAY: JSON.stringify(shape),
          API_URL: apiUrl,
          KAFKA_BROKERS: options.brokers ?? engineAddress('kafka'),
          TEMPORAL_ADDRESS: options.temporal ?? engineAddress('temporal'),
          ...fixture.env,
          ...(killAt === undefined ? {} : { KILL_AT: killAt }),
          ...options.env,
        },
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-200_000);
      });
    }
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    });
  }

  static async start(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(options);
    try {
      await gateway.started();
    } catch (error) {
      // Nobody else could end it, and on a busy machine it would make the next one late, too.
      await gateway.kill();
      throw error;
    }
    return gateway;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Resolves when the gateway says that it runs, or has ended. */
  async started(): Promise<void> {
    const deadline = Date.now() + START_MS;
    const started = STARTED[this.options.command === 'console' ? 'console' : 'gateway'];
    while (!this.output.includes(started) && this.child.exitCode === null && this.child.signalCode === null) {
      if (Date.now() > deadline) throw new Error(`The gateway did not start:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    const ended = this.child.exitCode !== null && this.options.killAt === undefined;
    if (ended) throw new Error(`The gateway ended with ${this.child.exitCode}:\n${this.output}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Sends SIGTERM, and SIGKILL if that takes too long. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 30_000);
    await this.exited;
    clearTimeout(timer);
  }
}

export const withGateway = async <T>(
  options: GatewayProcessOptions,
  body: (gateway: GatewayProcess) => Promise<T>,
): Promise<T> => {
  const gateway = await GatewayProcess.start(options);
  try {
    return await body(gateway);
  } finally {
    await gateway.stop();
  }
};
