// What every demo stands on: engines, an API of the example and the gateway as a child process, from start to end.
import { mkdir } from 'node:fs/promises';
import { noteRunningDev } from '../src/engines/running-dev';
import { DemoEngines, type DemoDirectories } from './demo-engines';
import { GatewayProcess, type GatewayOptions } from './gateway-process';
import type { Screen } from './screen';

export class Stage {
  #engines: DemoEngines | undefined;
  #api: { close(): Promise<void> } | undefined;
  #gateway: GatewayProcess | undefined;
  #forget: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly screen: Screen,
    /** Aborted by Ctrl-C. */
    private readonly interrupted: AbortSignal,
  ) {}

  async engines(directories: DemoDirectories): Promise<DemoEngines> {
    await mkdir(directories.root, { recursive: true });
    this.#engines = await DemoEngines.start(directories, (line) => {
      this.screen.line(line);
    });
    this.interrupted.throwIfAborted();
    return this.#engines;
  }

  /** It is closed after the gateway has ended. */
  api<T extends { readonly url: string; close(): Promise<void> }>(name: string, api: T): T {
    this.#api = api;
    this.screen.line(`${name}: ready at ${api.url}`);
    return api;
  }

  async gateway(options: GatewayOptions, directory: string): Promise<GatewayProcess> {
    this.#forget = await noteRunningDev(options.config, { brokers: options.kafka, temporal: options.temporal });
    this.#gateway = GatewayProcess.start(options, directory);
    this.screen.line(`Gateway: starting, its log is ${this.#gateway.logFile}`);
    return this.#gateway;
  }

  /** Resolves with Ctrl-C; rejects if the gateway ends before. */
  async stayUp(): Promise<void> {
    const interrupted = new Promise<void>((resolve) => {
      if (this.interrupted.aborted) resolve();
      this.interrupted.addEventListener('abort', () => {
        resolve();
      });
    });
    await this.unlessGatewayEnds(interrupted);
  }

  async unlessGatewayEnds<T>(work: Promise<T>): Promise<T> {
    const gateway = this.#gateway;
    if (gateway === undefined) return work;
    const ended = gateway.exited.then((result) => {
      throw gateway.failure(result);
    });
    return Promise.race([work, ended]);
  }

  /** Ends all in order: the gateway drains while Kafka, Temporal and the API still answer. */
  async stop(): Promise<void> {
    try {
      await this.#forget();
      await this.#gateway?.stop();
    } finally {
      await this.#api?.close();
      await this.#engines?.stop();
    }
  }

  async kill(): Promise<void> {
    await Promise.all([this.#gateway?.kill(), this.#engines?.kill()]);
  }
}
