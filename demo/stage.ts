// What every demo stands on, from start to end: engines, an API of the example, and the gateway and its console as child
// processes.
import { mkdir } from 'node:fs/promises';
import { defined } from '../src/model/defined';
import { METRICS_VARIABLE } from './metrics-variable';
import { noteRunningDev } from '../src/engines/running-dev';
import { DemoEngines, type DemoDirectories } from './demo-engines';
import { SluiceProcess, type SluiceOptions } from './sluice-process';
import type { Screen } from './screen';

export class Stage {
  #engines: DemoEngines | undefined;
  #api: { close(): Promise<void> } | undefined;
  #gateway: SluiceProcess | undefined;
  #console: SluiceProcess | undefined;
  #consoleUrl: string | undefined;
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

  async gateway(options: SluiceOptions, directory: string): Promise<SluiceProcess> {
    this.#forget = await noteRunningDev(options.config, {
      ...{ brokers: options.kafka, temporal: options.temporal, by: 'demo' },
      ...defined({ health: options.variables[METRICS_VARIABLE] ?? process.env[METRICS_VARIABLE] }),
    });
    this.#gateway = SluiceProcess.start('run', [], options, directory);
    this.screen.line(`Gateway: starting, its log is ${this.#gateway.logFile}`);
    return this.#gateway;
  }

  /** Starts a console beside the gateway, and prints its address when it is there; the demo goes on without it. */
  console(options: SluiceOptions, directory: string): void {
    const ui = this.#engines?.temporal.uiAddress;
    this.#console = SluiceProcess.start('console', ui === undefined ? [] : ['--temporal-ui', ui], options, directory);
    void this.#showConsole(this.#console);
  }

  async #showConsole(child: SluiceProcess): Promise<void> {
    this.#consoleUrl = await child.printed(/^Console: (\S+)$/m);
    if (this.#consoleUrl !== undefined) this.showConsole();
    else if (!this.interrupted.aborted) this.screen.line(`Console: it has ended, its log is ${child.logFile}`);
  }

  /** Its address has the token. */
  showConsole(): void {
    if (this.#consoleUrl !== undefined) this.screen.line(`Console: ${this.#consoleUrl}`);
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
      await Promise.all([this.#gateway?.stop(), this.#console?.stop()]);
    } finally {
      await this.#api?.close();
      await this.#engines?.stop();
    }
  }

  async kill(): Promise<void> {
    await Promise.all([this.#gateway?.kill(), this.#console?.kill(), this.#engines?.kill()]);
  }
}
