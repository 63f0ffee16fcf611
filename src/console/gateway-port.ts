// The gateway behind the console: everything by the operations that the command line uses, so that both agree.
import { withKafkaAdmin } from '../kafka/client/kafka-admin';
import { datedCensus } from '../operations/census/dated-census';
import { takeCensus } from '../operations/census/take-census';
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

export interface GatewayPortSettings {
  readonly links: TemporalLinks;
  /** Where processes of the gateway serve their metrics, as `host:port`. */
  readonly metrics: readonly string[];
}

export interface GatewayPort extends ConsolePort {
  close(): void;
}

export const openGatewayPort = (world: ActionWorld, { links, metrics }: GatewayPortSettings): GatewayPort => {
  const { config, client, log } = world;
  const lags = new LagHistory(
    config.routes.map(({ name }) => name),
    () =>
      withKafkaAdmin(config.kafka, log, async (admin) => {
        const read = config.routes.map(async (route) => {
          const { topics } = await routeLag(admin, route);
          return [route.name, Number(topics.reduce((sum, { lag }) => sum + lag, 0n))] as const;
        });
        return new Map(await Promise.all(read));
      }),
  );
  lags.start();
  const reader = new MetricsReader(metrics);
  const groups = new Fresh(async () =>
    groupsAnswer(config, await datedCensus(client, await takeCensus(client, config))),
  );
  const overview = new Fresh(async () => {
    const [status, rates] = await Promise.all([gatewayStatus(config, log), reader.read()]);
    return overviewAnswer(config, { status, rates }, Date.now());
  });
  return {
    overview: () => overview.get(),
    lag: () => lags.answer(),
    keys: async (asked) => keysAnswer(client, config, asked, await groups.get()),
    key: (asked) => keyAnswer(client, config, addressedKey(config, asked), links),
    record: (address) => recordAnswer(client, config, addressedKey(config, address), log),
    letters: (asked) => lettersAnswer(config, asked, log),
    agents: (page) => agentsAnswer(client, config, links, page),
    plan: ({ action }) => planAction(world, action),
    carryOut: async (request, planned) => {
      try {
        return await carryOutAction(world, request, planned);
      } finally {
        for (const known of [overview, groups]) known.forget();
      }
    },
    close: () => {
      lags.close();
    },
  };
};
