import { loadConfig } from '../config/load-config';
import type { ResolvedConfig, ResolvedRoute } from '../config/resolved';
import { errorText } from '../errors';
import type { Log } from '../log';
import { withKafkaAdmin } from '../operations/kafka-admin';
import { routeLag, type RouteLag } from '../operations/route-lag';
import { routeStatus, type RouteStatus } from '../operations/route-status';
import { outboxStatus } from '../operations/outbox-status';
import { connectClient } from '../temporal-connection';
import { terminalLines } from '../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from './command';
import { EXIT_CODES } from './exit-codes';
import { keyLine } from './key-lines';
import { outboxLines } from './outbox-lines';

/** What Kafka says of each route, or why it says nothing. */
type Lags = { readonly byRoute: ReadonlyMap<string, RouteLag> } | { readonly problem: string };

const readLags = async (config: ResolvedConfig, log: Log): Promise<Lags> => {
  try {
    const lags = await withKafkaAdmin(config.kafka, log, async (admin) => {
      const byRoute = new Map<string, RouteLag>();
      for (const route of config.routes) byRoute.set(route.name, await routeLag(admin, route));
      return byRoute;
    });
    return { byRoute: lags };
  } catch (error) {
    return { problem: errorText(error) };
  }
};

const kafkaLines = (route: ResolvedRoute, lags: Lags): readonly string[] => {
  if ('problem' in lags) return [`  kafka      unknown: ${lags.problem}`];
  const lag = lags.byRoute.get(route.name);
  if (lag === undefined) return [];
  const members = `${String(lag.groupMembers)} ${lag.groupMembers === 1 ? 'member' : 'members'}`;
  return [
    `  group      ${route.groupId}: ${lag.groupState}, ${members}`,
    ...lag.topics.map(({ topic, partitions, lag: behind, outOfRange }) => {
      if (partitions === 0) return `  topic      ${topic}: does not exist`;
      const lost = outOfRange.length === 0 ? '' : `, committed offsets out of range in ${outOfRange.join(', ')}`;
      return `  topic      ${topic}: ${String(behind)} behind over ${String(partitions)} partitions${lost}`;
    }),
  ];
};

const temporalLines = ({ running, parked, retrying, held, keys }: RouteStatus): readonly string[] => [
  `  workflows  ${String(running)} running, ${String(parked)} parked, ${String(retrying)} retrying, ${String(held)} held`,
  ...keys.keys.map((key) => `  ${keyLine(key)}`),
  ...(keys.more ? ['  and more: `sluice keys list` shows them'] : []),
  ...(keys.unanswered === 0 ? [] : [`  workflows without an answer: ${String(keys.unanswered)}. Does a worker run?`]),
];

const hosting = ({ lanes }: ResolvedRoute): string => (lanes === 0 ? 'a workflow per key' : `${String(lanes)} lanes`);

const lagDocument = (lag: RouteLag | undefined): object | null =>
  lag === undefined ? null : { ...lag, topics: lag.topics.map((topic) => ({ ...topic, lag: String(topic.lag) })) };

/** `sluice status`: each route seen from outside, whether a gateway runs or not. */
export const statusCommand = async (options: CommonOptions, context: CommandContext): Promise<CommandResult> => {
  const { env, log, print } = context;
  const config = await loadConfig(options.config, env);
  const client = await connectClient(config, 'standard');
  try {
    const lags = await readLags(config, log);
    const routes: object[] = [];
    print(`gateway ${config.name}`);
    for (const route of config.routes) {
      const status = await routeStatus(client, config, route);
      print(
        terminalLines(
          [`route ${route.name} (${hosting(route)})`, ...kafkaLines(route, lags), ...temporalLines(status)].join('\n'),
        ),
      );
      const kafka = 'problem' in lags ? null : lagDocument(lags.byRoute.get(route.name));
      routes.push({ route: route.name, groupId: route.groupId, lanes: route.lanes, kafka, ...status });
    }
    const writers = await outboxStatus(client, config);
    if (writers.length > 0) print(terminalLines(['outbox', ...outboxLines(writers)].join('\n')));
    const problem = 'problem' in lags ? { kafkaProblem: lags.problem } : {};
    return {
      exitCode: 'problem' in lags ? EXIT_CODES.problem : EXIT_CODES.done,
      document: { gateway: config.name, routes, outbox: writers, ...problem },
    };
  } finally {
    await client.connection.close();
  }
};
