// The demo of transfers: starts engines, ledger and gateway, sends transfers through them, and ends them in turn.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LedgerApi } from '../examples/transfer/src/ledger-api';
import { TRANSFERS_TOPIC } from '../examples/transfer/src/produce-transfers';
import { freePort } from '../src/engines/free-port';
import { demoDirectories, forget, type DemoEngines } from './demo-engines';
import type { TransferOptions } from './demo-options';
import { demoResult, isExact, type DemoResult } from './demo-result';
import { LiveShow } from './live-show';
import { metricsVariable } from './metrics-variable';
import { resultTable } from './result-table';
import type { Screen } from './screen';
import type { Show } from './show';
import { demoEnvironment, profileIn, type SluiceOptions, type SluiceProcess } from './sluice-process';
import { Stage } from './stage';
import { BROUGHT_BACK_BY, StandingKeys, standingWords, type Standing } from './standing-keys';
import { ensureTopic, gatewayConsumes } from './topic';
import { TransferRun } from './transfer-run';
import { workflowLink } from './workflow-link';

const LEDGER_PORT = 8090;
const GROUP = 'bank.transfers';
const CONFIG = 'examples/transfer/gateway.config.ts';

interface Begun {
  readonly engines: DemoEngines;
  readonly ledger: LedgerApi;
  readonly gateway: SluiceProcess;
  readonly keys: StandingKeys;
}

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
    const { engines, ledger, gateway, keys } = await this.#start();
    const run = new TransferRun(ledger, this.options.records);
    this.screen.line(`Producing ${run.records.length} records as ${run.run}`);
    let standing: Standing = new Map();
    const find = async (): Promise<Standing> => (standing = await keys.find());
    const work = Promise.all([run.produce(engines.client()), run.watch(this.screen, this.interrupted, find)]);
    const [, waiting] = await this.#stage.unlessGatewayEnds(work);
    if (waiting === 0) await run.untilBalanced(this.interrupted);
    // A drained gateway has nothing in flight that could still come twice or late.
    if (this.options.once) await gateway.stop();
    const summary = ledger.ledger.summary(run.run);
    const result = demoResult({ records: run.records.length, waiting }, summary, run.elapsedMs);
    this.screen.line(resultTable(result, summary));
    if (waiting > 0) this.#showStanding(standing);
    this.#showAddresses(engines, ledger, run);
    this.#live = async () => {
      const show = await LiveShow.start(engines.client(), run.run, ledger, this.screen);
      await show.run(this.interrupted);
    };
    return { result, exact: isExact(result) };
  }

  async stayUp(): Promise<void> {
    this.screen.line('Everything stays up until Ctrl-C.');
    this.screen.line('Data are kept for the next start; `npm run demo -- --fresh` forgets them.');
    await this.#stage.unlessGatewayEnds(this.#live?.() ?? Promise.resolve());
  }

  stop(): Promise<void> {
    return this.#stage.stop();
  }

  kill(): Promise<void> {
    return this.#stage.kill();
  }

  async #start(): Promise<Begun> {
    const directories = demoDirectories('demo');
    if (this.options.fresh) await forget(directories);
    await mkdir(directories.root, { recursive: true });
    const engines = await this.#stage.engines(directories);
    await ensureTopic(engines.kafka.address, TRANSFERS_TOPIC);
    const port = await freePort(LEDGER_PORT);
    const journal = path.join(directories.root, 'ledger.jsonl');
    const ledger = this.#stage.api('Ledger', await LedgerApi.start({ port, journal }));
    const options: SluiceOptions = {
      kafka: engines.kafka.address,
      temporal: engines.temporal.address,
      variables: { LEDGER_URL: ledger.url, ...(this.options.once ? {} : await metricsVariable()) },
      config: CONFIG,
    };
    const gateway = await this.#stage.gateway(options, directories.root);
    const keys = await StandingKeys.of(CONFIG, demoEnvironment(options, profileIn(directories.root)));
    await keys.resumeRoutes();
    await this.#stage.unlessGatewayEnds(gatewayConsumes(engines.kafka.address, GROUP, this.interrupted));
    if (!this.options.once) this.#stage.console(options, directories.root);
    await this.#stage.unlessGatewayEnds(this.#bringBack(keys));
    return { engines, ledger, gateway, keys };
  }

  /** Records of this run would wait behind what an earlier one has left standing. */
  async #bringBack(keys: StandingKeys): Promise<void> {
    const stood = standingWords(await keys.bringBack());
    if (stood === '') return;
    const by = 'as `sluice keys retry --all`, `resume --all` and `restart --all` do it';
    this.screen.line(`An earlier run left accounts standing: ${stood}. They go on now, ${by}.`);
  }

  #showStanding(standing: Standing): void {
    for (const [status, accounts] of standing) {
      const command = `node lib/cli/main.js ${BROUGHT_BACK_BY[status]} -c ${CONFIG}`;
      this.screen.line(`Records wait behind ${accounts.length} ${status} accounts. This brings them back: ${command}`);
    }
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
    this.#stage.showConsole();
  }
}
