import type { Admin } from 'kafkajs';
import { GroupOffsets } from '../../kafka/reading/group-offsets';
import { withKafkaCluster } from '../../kafka/client/kafka-client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { ReplayedStream, ReplayRequest, ReplayStart } from '../../model/routes/route-replay';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { keyTarget, type KeyAddress } from '../../operations/keys/key-target';
import { routeNamed } from '../../operations/named';
import { replayedStreams, type PlannedPartition } from '../../operations/routes/replay-plan';
import {
  cancelReplay,
  continueReplay,
  forgottenBy,
  planReplay,
  startReplay,
  type ReplayDeps,
} from '../../operations/routes/replay-route';
import { replayWarnings } from '../../operations/routes/replay-warnings';
import type { RouteControlStore } from '../../temporal/route-control-store';
import { routeControl } from '../../operations/temporal-access';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { confirm, SAMPLE } from '../command/confirm';
import { EXIT_CODES } from '../command/exit-codes';
import { withClient } from '../command/with-client';
import { defined } from '../../model/defined';

export interface ReplayOptions extends CommonOptions {
  readonly route: string;
  readonly timeoutMs: number;
  readonly act:
    | { readonly kind: 'continue' | 'cancel'; readonly yes?: boolean }
    | {
        readonly kind: 'start' | 'dry-run';
        readonly from: ReplayStart;
        readonly topic?: string;
        readonly partition?: number;
        readonly address?: KeyAddress;
        readonly newEffects: boolean;
        readonly again: boolean;
        readonly yes?: boolean;
        readonly atMost?: number;
      };
}

const done = (document: Readonly<Record<string, unknown>>): CommandResult => ({ exitCode: EXIT_CODES.done, document });

const requestOf = (config: ResolvedConfig, { route, act }: ReplayOptions): ReplayRequest | undefined => {
  if (!('from' in act)) return undefined;
  const chain = act.address === undefined ? undefined : keyTarget(config, route, act.address).chain;
  return {
    from: act.from,
    ...defined({ topic: act.topic, partition: act.partition, chain }),
    newEffects: act.newEffects,
  };
};

const rangeLines = (streams: readonly ReplayedStream[]): readonly string[] =>
  streams.flatMap(({ topic, ranges }) =>
    Object.entries(ranges).map(
      ([partition, [from, to]]) =>
        `  ${topic}/${partition}: offsets ${from} to ${BigInt(to) - 1n} (${BigInt(to) - BigInt(from)})`,
    ),
  );

const totalOf = (streams: readonly ReplayedStream[]): string =>
  streams
    .flatMap(({ ranges }) => Object.values(ranges))
    .reduce((sum, [from, to]) => sum + BigInt(to) - BigInt(from), 0n)
    .toString();

const cutLines = (planned: readonly PlannedPartition[]): readonly string[] =>
  planned
    .filter(({ cutByRetention }) => cutByRetention)
    .map(
      ({ stream, partition, from }) =>
        `  ${stream.topic}/${partition} begins at offset ${from}: retention has deleted what was before`,
    );

const withReplayDeps = (
  { config, route, context, options }: ReplayWorld,
  store: RouteControlStore,
  work: (deps: ReplayDeps) => Promise<CommandResult>,
): Promise<CommandResult> =>
  withKafkaAdmin(config.kafka, context.log, (admin: Admin) =>
    withKafkaCluster(config.kafka, context.log, (cluster) =>
      work({
        config,
        route,
        store,
        admin,
        offsets: new GroupOffsets(cluster, route.groupId),
        withinMs: options.timeoutMs,
        sure: options.act.yes === true,
        log: context.log,
      }),
    ),
  );

interface ReplayWorld {
  readonly config: ResolvedConfig;
  readonly route: ResolvedRoute;
  readonly options: ReplayOptions;
  readonly context: CommandContext;
}

const dryRun = async (deps: ReplayDeps, request: ReplayRequest, { context }: ReplayWorld): Promise<CommandResult> => {
  const planned = await planReplay(deps, request);
  const streams = replayedStreams(planned);
  const warned = replayWarnings(deps.route, request, await forgottenBy(deps, request, planned));
  context.print(
    [
      `Dry run: this would replay ${totalOf(streams)} offsets of route ${deps.route.name}; nothing was changed.`,
      ...rangeLines(streams),
      ...cutLines(planned),
      ...warned,
    ].join('\n'),
  );
  return done({
    route: deps.route.name,
    dryRun: true,
    offsets: totalOf(streams),
    ...request,
    streams,
    warnings: warned,
  });
};

const start = async (
  deps: ReplayDeps,
  request: ReplayRequest | undefined,
  { context, options: { act } }: ReplayWorld,
): Promise<CommandResult> => {
  const again = 'from' in act && act.again;
  const agree = (planned: readonly PlannedPartition[]): Promise<void> => {
    const streams = replayedStreams(planned);
    const meant = { count: Number(totalOf(streams)), sample: rangeLines(streams).slice(0, SAMPLE) };
    const what = request?.newEffects === true ? 'replay --new-effects' : 'replay';
    return confirm('from' in act ? act : {}, context, { what, look: '--dry-run' }, () => Promise.resolve(meant));
  };
  const started =
    request === undefined ? await continueReplay(deps) : await startReplay(deps, request, { again, agree });
  const { replay, streams, already = false } = started;
  if (already) {
    context.print(
      `Replay ${replay} of route ${deps.route.name} is the same and was started before; \`--again\` starts another.`,
    );
    return done({
      route: deps.route.name,
      dryRun: false,
      replay,
      already,
      offsets: totalOf(streams),
      ...started.request,
      streams,
    });
  }
  const warned = replayWarnings(deps.route, started.request, undefined);
  const { desired } = await deps.store.read();
  const follow =
    desired === 'running'
      ? '`sluice status` shows its progress.'
      : `The route is paused: \`sluice resume ${deps.route.name}\` lets the replay run.`;
  context.print(
    [
      `Replay ${replay} of route ${deps.route.name} runs over ${totalOf(streams)} offsets. ${follow}`,
      ...rangeLines(streams),
      ...warned,
    ].join('\n'),
  );
  const { request: asked } = started;
  const route = deps.route.name;
  return done({
    route,
    dryRun: false,
    replay,
    already,
    offsets: totalOf(streams),
    ...asked,
    streams,
    warnings: warned,
  });
};

/** `sluice replay ROUTE` */
export const replayCommand = (options: ReplayOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const route = routeNamed(config, options.route);
    const store = routeControl(client, config, route);
    const world = { config, route, options, context };
    if (options.act.kind === 'cancel') {
      const cancelled = await cancelReplay(store);
      context.print(
        cancelled === undefined
          ? `Route ${route.name} has no replay to cancel.`
          : `Replay ${cancelled} of route ${route.name} is cancelled: its records that are still read are filtered as duplicates.`,
      );
      return done({ route: route.name, cancelled: cancelled ?? null });
    }
    const request = requestOf(config, options);
    return withReplayDeps(world, store, (deps) =>
      options.act.kind === 'dry-run' && request !== undefined
        ? dryRun(deps, request, world)
        : start(deps, request, world),
    );
  });
