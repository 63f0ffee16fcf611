// The gateway behind the console: everything by the operations that the command line uses, so that both agree.
import { datedCensus } from '../operations/census/dated-census';
import { AskingTime } from '../operations/asking-time';
import { takeCensus } from '../operations/census/take-census';
import { connectedEachTime } from '../operations/engine-access';
import { keptEngines } from '../operations/kept-engines';
import { routeLag } from '../operations/routes/route-lag';
import { gatewayStatus } from '../operations/status/gateway-status';
import type { ActionWorld } from './actions/action-world';
import { carryOutAction } from './actions/carry-out-action';
import { planAction } from './actions/plan-action';
import { addressedKey } from './answers/addressed-key';
import { agentsAnswer } from './answers/agents-answer';
import { groupsAnswer } from './answers/groups-answer';
import { keyAnswer } from './answers/key-answer';
import { keysAnswer } from './answers/keys-answer';
import { LagHistory } from './answers/lag-history';
import { lettersAnswer } from './answers/letters-answer';
import { MetricsReader } from './answers/metrics-reader';
import { overviewAnswer } from './answers/overview-answer';
import { recordAnswer } from './answers/record-answer';
import type { TemporalLinks } from './answers/temporal-links';
import type { ConsolePort } from './port/console-port';
import { Fresh } from './fresh';
import type { OverviewAnswer } from './wire/overview';

/** How long workflows are asked for one page, in all: what has not answered is shown as visibility knows it. */
const ASKING_MS = 3_500;

export interface GatewayPortSettings {
  readonly links: TemporalLinks;
  /** Where processes of the gateway serve their metrics, as `host:port`. */
  readonly metrics: readonly string[];
}

export interface GatewayPort extends ConsolePort {
  close(): Promise<void>;
}

export const openGatewayPort = (world: ActionWorld, { links, metrics }: GatewayPortSettings): GatewayPort => {
  const { config, client, log } = world;
  const engines = keptEngines(connectedEachTime(config, log));
  const lags = new LagHistory(
    config.routes.map(({ name }) => name),
    () =>
      engines.kafka(async ({ admin }) => {
        const read = config.routes.map(async (route) => {
          const { topics } = await routeLag(admin, route);
          return [route.name, Number(topics.reduce((sum, { lag }) => sum + lag, 0n))] as const;
        });
        return new Map(await Promise.all(read));
      }),
  );
  lags.start();
  const reader = new MetricsReader(metrics);
  const census = new Fresh(() =>
    AskingTime.within(ASKING_MS, async () => datedCensus(client, await takeCensus(client, config))),
  );
  // It takes seconds where workers are busy; how keys stand must not wait for the rest.
  const status = new Fresh(() => gatewayStatus(config, engines));
  const rates = new Fresh(() => reader.read());
  const overview = async (): Promise<OverviewAnswer> => {
    const [found, counted, calls] = await Promise.all([
      status.recent(),
      // The status says what keeps Temporal from answering.
      census.get().catch(() => undefined),
      rates.get(),
    ]);
    return overviewAnswer(config, { status: found, census: counted, rates: calls }, Date.now());
  };
  return {
    overview,
    lag: () => lags.answer(),
    keys: async (asked) => {
      const known = groupsAnswer(config, await census.get());
      return AskingTime.within(ASKING_MS, () => keysAnswer(client, config, asked, known));
    },
    key: (asked) => keyAnswer(client, config, addressedKey(config, asked), links),
    record: (address) => recordAnswer(client, config, addressedKey(config, address), log),
    letters: (asked) => lettersAnswer(config, asked, log),
    agents: (page) => agentsAnswer(client, config, links, page),
    plan: ({ action }) => planAction(world, action),
    carryOut: async (request, agreed) => {
      try {
        return await carryOutAction(world, request, agreed);
      } finally {
        for (const known of [status, census]) known.forget();
      }
    },
    close: async () => {
      lags.close();
      await engines.close();
    },
  };
};
