// Engines, ledger and gateway, one run of transfers through them, and their end in the opposite order.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LedgerApi } from '../examples/transfer/src/ledger-api';
import { freePort } from '../src/engines/free-port';
import { DemoEngines, demoDirectories, forget } from './demo-engines';
import type { DemoOptions } from './demo-options';
import { demoResult, type DemoResult } from './demo-result';
import { GatewayProcess } from './gateway-process';
import { resultTable } from './result-table';
import type { Screen } from './screen';
import { ensureTopic, gatewayConsumes } from './topic';
import { TransferRun } from './transfer-run';
import { workflowLink } from './workflow-link';

const LEDGER_PORT = 8090;

export class Demo {
  #engines: DemoEngines | undefined;
  #ledger: LedgerApi | undefined;
  #gateway: GatewayProcess | undefined;

  constructor(
    private readonly options: DemoOptions,
    private readonly screen: Screen,
    /** Aborted by Ctrl-C. */
    private readonly interrupted: AbortSignal,
  ) {}

  /** With `--once` returns with the gateway drained, else with everything up. */
  async run(): Promise<DemoResult> {
    const { engines, ledger, gateway } = await this.#start();
    const run = new TransferRun(ledger, this.options.records);
    this.screen.line(`Producing ${String(run.records.length)} records as ${run.run}`);
    const work = Promise.all([run.produce(engines.client()), run.watch(this.screen, this.interrupted)]);
    await this.#unlessGatewayEnds(gateway, work);
    await run.untilBalanced(this.interrupted);
    // Drained, the gateway has nothing in flight that could still come twice or late.
    if (this.options.once) await gateway.stop();
    const summary = ledger.ledger.summary(run.run);
    const result = demoResult(run.records.length, summary, run.elapsedMs);
    this.screen.line(resultTable(result, summary));
    this.#showAddresses(engines, ledger, run);
    return result;
  }

  /** Resolves with Ctrl-C; rejects if the gateway ends before. */
  async stayUp(): Promise<void> {
    this.screen.line('Everything stays up until Ctrl-C. Data are kept for the next start; --fresh forgets them.');
    const interrupted = new Promise<void>((resolve) => {
      if (this.interrupted.aborted) resolve();
      this.interrupted.addEventListener('abort', () => {
        resolve();
      });
    });
    if (this.#gateway !== undefined) await this.#unlessGatewayEnds(this.#gateway, interrupted);
  }

  /** In order: the gateway drains while Kafka, Temporal and the ledger still answer. */
  async stop(): Promise<void> {
    try {
      await this.#gateway?.stop();
    } finally {
      await this.#ledger?.close();
      await this.#engines?.stop();
    }
  }

  async kill(): Promise<void> {
    await Promise.all([this.#gateway?.kill(), this.#engines?.kill()]);
  }

  async #start(): Promise<{ engines: DemoEngines; ledger: LedgerApi; gateway: GatewayProcess }> {
    const progress = (line: string): void => {
      this.screen.line(line);
    };
    const directories = demoDirectories();
    if (this.options.fresh) await forget(directories);
    await mkdir(directories.root, { recursive: true });
    const engines = await DemoEngines.start(directories, progress);
    this.#engines = engines;
    this.interrupted.throwIfAborted();
    await ensureTopic(engines.client());
    const port = await freePort(LEDGER_PORT);
    const ledger = await LedgerApi.start({ port, journal: path.join(directories.root, 'ledger.jsonl') });
    this.#ledger = ledger;
    progress(`Ledger: ready at ${ledger.url}`);
    const addresses = { kafka: engines.kafka.address, temporal: engines.temporal.address, ledger: ledger.url };
    const gateway = GatewayProcess.start(addresses, directories.root);
    this.#gateway = gateway;
    progress(`Gateway: starting, its log is ${gateway.logFile}`);
    await this.#unlessGatewayEnds(gateway, gatewayConsumes(engines.client(), this.interrupted));
    return { engines, ledger, gateway };
  }

  async #unlessGatewayEnds<T>(gateway: GatewayProcess, work: Promise<T>): Promise<T> {
    const ended = gateway.exited.then((result) => {
      throw gateway.failure(result);
    });
    return Promise.race([work, ended]);
  }

  #showAddresses(engines: DemoEngines, ledger: LedgerApi, run: TransferRun): void {
    const ui = engines.temporal.uiAddress;
    if (ui !== undefined) {
      const link = workflowLink(ui, run.records);
      this.screen.line(`Temporal UI: ${ui}`);
      this.screen.line(`One account's workflow: ${link.url}`);
    }
    this.screen.line(`Ledger: ${ledger.url}/summary`);
    if (this.options.once) this.screen.line('All of it ends now; without --once it stays up.');
  }
}
