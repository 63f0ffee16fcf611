// The demo of transfers: starts engines, ledger and gateway, sends transfers through them, and ends them in turn.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LedgerApi } from '../examples/transfer/src/ledger-api';
import { TRANSFERS_TOPIC } from '../examples/transfer/src/produce-transfers';
import { freePort } from '../src/engines/free-port';
import { demoDirectories, forget, type DemoEngines } from './demo-engines';
import type { TransferOptions } from './demo-options';
import { demoResult, isExact, type DemoResult } from './demo-result';
import type { GatewayProcess } from './gateway-process';
import { LiveShow } from './live-show';
import { resultTable } from './result-table';
import type { Screen } from './screen';
import type { Show } from './show';
import { Stage } from './stage';
import { ensureTopic, gatewayConsumes } from './topic';
import { TransferRun } from './transfer-run';
import { workflowLink } from './workflow-link';

const LEDGER_PORT = 8090;
const GROUP = 'bank.transfers';
const CONFIG = 'examples/transfer/gateway.config.ts';

export class Demo implements Show {
  readonly #stage: Stage;
  #live: (() => Promise<void>) | undefined;

  constructor(
    private readonly options: TransferOptions,
    private readonly screen: Screen,
    private readonly interrupted: AbortSignal,
  ) {
    this.#stage = new Stage(screen, interrupted);
  }

  async run(): Promise<{ result: DemoResult; exact: boolean }> {
    const { engines, ledger, gateway } = await this.#start();
    const run = new TransferRun(ledger, this.options.records);
    this.screen.line(`Producing ${run.records.length} records as ${run.run}`);
    const work = Promise.all([run.produce(engines.client()), run.watch(this.screen, this.interrupted)]);
    await this.#stage.unlessGatewayEnds(work);
    await run.untilBalanced(this.interrupted);
    // A drained gateway has nothing in flight that could still come twice or late.
    if (this.options.once) await gateway.stop();
    const summary = ledger.ledger.summary(run.run);
    const result = demoResult(run.records.length, summary, run.elapsedMs);
    this.screen.line(resultTable(result, summary));
    this.#showAddresses(engines, ledger, run);
    this.#live = async () => {
      const show = await LiveShow.start(engines.client(), run.run, ledger, this.screen);
      await show.run(this.interrupted);
    };
    return { result, exact: isExact(result) };
  }

  async stayUp(): Promise<void> {
    this.screen.line('Everything stays up until Ctrl-C. Data are kept for the next start; --fresh forgets them.');
    await this.#stage.unlessGatewayEnds(this.#live?.() ?? Promise.resolve());
  }

  stop(): Promise<void> {
    return this.#stage.stop();
  }

  kill(): Promise<void> {
    return this.#stage.kill();
  }

  async #start(): Promise<{ engines: DemoEngines; ledger: LedgerApi; gateway: GatewayProcess }> {
    const directories = demoDirectories('demo');
    if (this.options.fresh) await forget(directories);
    await mkdir(directories.root, { recursive: true });
    const engines = await this.#stage.engines(directories);
    await ensureTopic(engines.kafka.address, TRANSFERS_TOPIC);
    const port = await freePort(LEDGER_PORT);
    const journal = path.join(directories.root, 'ledger.jsonl');
    const ledger = this.#stage.api('Ledger', await LedgerApi.start({ port, journal }));
    const gateway = await this.#stage.gateway(
      {
        kafka: engines.kafka.address,
        temporal: engines.temporal.address,
        variables: { LEDGER_URL: ledger.url },
        config: CONFIG,
      },
      directories.root,
    );
    await this.#stage.unlessGatewayEnds(gatewayConsumes(engines.kafka.address, GROUP, this.interrupted));
    return { engines, ledger, gateway };
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
    else this.screen.line(`Commands find it by themselves: node lib/cli/main.js status -c ${CONFIG}`);
  }
}
