import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Progress } from '../src/engines';
import { freePort } from '../src/engines/free-port';
import type { ApiMode } from './api-mode';
import { tokenAt } from './api-token';
import { ChaosEngines } from './chaos-engines';
import { ChaosKafka } from './chaos-kafka';
import { Part } from './part';
import { TcpProxy } from './tcp-proxy';

const CHECKOUT = path.join(__dirname, '..');
const COPIES = 2;
const GATEWAY_RUNS = 'gateway runs';
const COMMAND_MS = 60_000;
const run = promisify(execFile);

/** A bridge or a worker with the proxies before its Temporal and its API. */
export interface GatewayPart {
  readonly part: Part;
  readonly temporal: TcpProxy;
  readonly api: TcpProxy;
}

export interface WorldOptions {
  readonly directory: string;
  readonly brokers: number;
  /** Checkout whose built gateway is tested. */
  readonly gateway: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Everything that runs: engines, the API, and the gateway in its halves. */
export class World {
  readonly bridges: GatewayPart[] = [];
  readonly workers: GatewayPart[] = [];
  private modes: readonly ApiMode[] = [];

  private constructor(
    private readonly options: WorldOptions,
    readonly engines: ChaosEngines,
    readonly kafka: ChaosKafka,
    readonly api: Part,
    private readonly apiAddress: string,
  ) {}

  /** Starts engines and makes topics. `begin` starts the rest. */
  static async start(options: WorldOptions): Promise<World> {
    const { directory, brokers, progress, signal } = options;
    const [engines, port] = await Promise.all([ChaosEngines.start(directory, brokers, progress), freePort()]);
    try {
      const kafka = await ChaosKafka.open(engines.addresses, signal);
      const api = new Part({
        name: 'api',
        args: ['--import', 'tsx', path.join(__dirname, 'effect-api.ts')],
        cwd: CHECKOUT,
        env: {
          CALL_LOG: path.join(directory, 'calls.jsonl'),
          API_MODES: path.join(directory, 'api-modes.json'),
          PORT: String(port),
        },
        ready: 'ready',
        directory,
      });
      return new World(options, engines, kafka, api, `127.0.0.1:${port}`);
    } catch (error) {
      await engines.end();
      throw error;
    }
  }

  get callLog(): string {
    return path.join(this.options.directory, 'calls.jsonl');
  }

  /** Tells the API what it will do, and when. It is told in a file, which outlives a kill. */
  tellApi(modes: readonly ApiMode[]): void {
    writeFileSync(path.join(this.options.directory, 'api-modes.json'), JSON.stringify(modes));
    this.modes = modes;
  }

  async tellTokenAfter(ms: number): Promise<void> {
    await delay(ms);
    this.tellToken();
  }

  /** Gives the gateway the token that the API takes now. */
  private tellToken(): void {
    writeFileSync(this.tokenFile, tokenAt(this.modes, Date.now()));
  }

  /** Starts the API and the gateway's halves; resolves when all are up. */
  async begin(): Promise<void> {
    this.tellToken();
    const bundle = path.join(this.options.directory, 'workflows.bundle.json');
    const handlers = path.join(this.options.gateway, 'chaos/workflows.ts');
    await run(process.execPath, [this.cli, 'bundle', handlers, '-o', bundle], { cwd: this.options.gateway });
    for (let copy = 1; copy <= COPIES; copy += 1) {
      this.bridges.push(await this.gatewayPart('bridge', copy, bundle));
      this.workers.push(await this.gatewayPart('worker', copy, bundle));
    }
    const parts = [this.api, ...this.gatewayParts.map(({ part }) => part)];
    for (const part of parts) part.start();
    await Promise.all(parts.map((part) => part.ready()));
  }

  get gatewayParts(): readonly GatewayPart[] {
    return [...this.bridges, ...this.workers];
  }

  /** Number of records that wait in workflows, as the gateway says; undefined if it cannot tell. */
  async waitingRecords(): Promise<number | undefined> {
    const { routes } = (await this.command(['status'])) as {
      readonly routes: readonly { readonly waiting: { readonly records: number; readonly complete: boolean } | null }[];
    };
    if (routes.some(({ waiting }) => waiting?.complete !== true)) return undefined;
    return routes.reduce((sum, { waiting }) => sum + (waiting?.records ?? 0), 0);
  }

  /** Runs `sluice ARGS --json` around the proxies and returns its document. Rejects with what it said if it fails. */
  async command(args: readonly string[]): Promise<unknown> {
    const { stdout } = await run(process.execPath, [this.cli, ...args, '-c', this.config, '--json'], {
      cwd: this.options.gateway,
      env: { ...process.env, ...this.environment(this.engines.temporal.address, this.apiAddress) },
      timeout: COMMAND_MS,
    });
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  }

  /** Ends everything at once. */
  async end(): Promise<void> {
    const parts = [this.api, ...this.gatewayParts.map(({ part }) => part)];
    await Promise.all(parts.map((part) => part.kill()));
    await Promise.all(this.gatewayParts.flatMap(({ temporal, api }) => [temporal.close(), api.close()]));
    await Promise.allSettled([this.kafka.close()]); // its brokers may be dead
    await this.engines.end();
  }

  private get tokenFile(): string {
    return path.join(this.options.directory, 'api-token');
  }

  private get cli(): string {
    return path.join(this.options.gateway, 'lib/cli/main.js');
  }

  private get config(): string {
    return path.join(this.options.gateway, 'chaos/gateway.config.ts');
  }

  private environment(temporal: string, api: string): Record<string, string> {
    const kafka = this.engines.kafkaProxies.map(({ address }) => address).join();
    return {
      KAFKA_BROKERS: kafka,
      TEMPORAL_ADDRESS: temporal,
      API_URL: `http://${api}`,
      API_TOKEN_FILE: this.tokenFile,
    };
  }

  private async gatewayPart(half: 'bridge' | 'worker', copy: number, bundle: string): Promise<GatewayPart> {
    const temporal = await TcpProxy.open(this.engines.temporal.address);
    const api = await TcpProxy.open(this.apiAddress);
    const part = new Part({
      name: `${half} ${copy}`,
      args: [this.cli, half, '-c', this.config],
      cwd: this.options.gateway,
      env: { ...this.environment(temporal.address, api.address), SLUICE_WORKFLOW_BUNDLE: bundle },
      ready: GATEWAY_RUNS,
      directory: this.options.directory,
    });
    return { part, temporal, api };
  }
}
