// Shows both halves of a gateway from outside. If one is away, the other is still shown.
import type { Client } from '@temporalio/client';
import type { Admin } from 'kafkajs';
import { mapLimited } from '../../async/map-limited';
import type { Cluster } from '../../kafka/kafkajs-internals';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText } from '../../errors';
import type { RouteControl } from '../../model/routes/route-control';
import { AskingTime } from '../asking-time';
import { agentsStatus, type AgentsStatus } from '../agents/agents-status';
import type { EngineAccess, KafkaAccess } from '../engine-access';
import { routeControl } from '../temporal-access';
import type { Census, ClosedUnheld } from '../census/census';
import { datedCensus } from '../census/dated-census';
import { takeCensus } from '../census/take-census';
import { failingTasks, withUnfit, type FailingTasks } from './failing-tasks';
import { destinationsStatus, type DestinationStatus } from './destinations-status';
import { oldestRecords } from './oldest-records';
import { outboxStatus, type OutboxWriterStatus } from './outbox-status';
import { replayProgress, type ReplayProgress } from '../routes/replay-progress';
import { retiredKeys, type RetiredKeys } from '../keys/retired-keys';
import { routeLag, type RouteLag } from '../routes/route-lag';
import { routeStatus, type RouteStatus } from '../routes/route-status';
import { taskQueueWorkers } from '../task-queue-workers';
import { waitingRecords, type WaitingRecords } from '../keys/waiting-records';
import { waitingLetters, type WaitingLetters } from './waiting-letters';

export interface TemporalHalf {
  /** Workers on the gateway's task queue. */
  readonly workers: number;
  readonly routes: ReadonlyMap<string, TemporalRoute>;
  readonly census: Census;
  /** Those at which some key does not move. */
  readonly destinations: readonly DestinationStatus[];
  readonly outbox: readonly OutboxWriterStatus[];
  readonly agents: readonly AgentsStatus[];
  /** Workflows that belong to no key and cannot run: of agents, outbox writers, shelves and routes. */
  readonly failing: FailingTasks;
}

export interface TemporalRoute {
  readonly control: RouteControl;
  readonly status: RouteStatus;
  /** Undefined if no worker runs, since workflows could not answer. */
  readonly waiting: WaitingRecords | undefined;
  /** Set if dead letters cannot be written. */
  readonly letters: WaitingLetters | undefined;
  /** Workflows of its keys that cannot run. */
  readonly failing: FailingTasks;
  /** Undefined if there are none. */
  readonly closed: ClosedUnheld | undefined;
  /** Undefined if its keys do not retire. */
  readonly retired: RetiredKeys | undefined;
}

export interface KafkaRoute {
  readonly lag: RouteLag;
  readonly replay: ReplayProgress | undefined;
  /**
   * Time of the oldest record that is unread or that workflows report as waiting, as the record has it, in milliseconds
   * since the Unix epoch. Undefined if there is none.
   */
  readonly oldest: number | undefined;
}

/** What a half reports, or why it does not. */
export type Half<T> = T | { readonly problem: string };

export interface GatewayStatus {
  readonly temporal: Half<TemporalHalf>;
  readonly kafka: Half<ReadonlyMap<string, KafkaRoute>>;
}

/** Within this time workflows are asked, so that an answer comes in 5 s: what has not answered is said to be missing. */
const ASKING_MS = 3_500;
/** Workflows that are slow to describe are not waited for any longer. */
const DESCRIBING_MS = 2_500;
const ROUTES_AT_ONCE = 4;

const half = async <T>(work: () => Promise<T>): Promise<Half<T>> => {
  try {
    return await work();
  } catch (error) {
    return { problem: errorText(error) };
  }
};

export const isKnown = <T>(answer: Half<T>): answer is T =>
  !(typeof answer === 'object' && answer !== null && 'problem' in answer);

const temporalRoute = async (
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
  workers: number,
  census: Census,
): Promise<TemporalRoute> => {
  const [waiting, control, status, found, retired] = await Promise.all([
    workers === 0 ? undefined : waitingRecords(client, config, route),
    routeControl(client, config, route).read(),
    routeStatus(client, config, route, census),
    failingTasks(client, config.name, route.name, DESCRIBING_MS),
    retiredKeys(client, config, route),
  ]);
  const letters = await waitingLetters(client, waiting?.deciding ?? []);
  const failing = withUnfit(found, waiting?.unfit ?? []);
  return { control, status, waiting, letters, failing, retired, closed: census.closed.get(route.name) };
};

/** Why destinations are not called is asked first of all, and takes few workflows. */
const temporalHalf = (client: Client, config: ResolvedConfig): Promise<TemporalHalf> =>
  AskingTime.within(ASKING_MS, async () => {
    const [workers, census] = await Promise.all([taskQueueWorkers(client, config), takeCensus(client, config)]);
    const asked = mapLimited(config.routes, ROUTES_AT_ONCE, async (route) => {
      return [route.name, await temporalRoute(client, config, route, workers, census)] as const;
    });
    const passing = asked.then((found) => found.flatMap(([, { waiting }]) => waiting?.passing ?? []));
    const [destinations, dated, outbox, agents, failing, routes] = await Promise.all([
      destinationsStatus(client, config, workers, census, passing),
      workers === 0 ? census : datedCensus(client, census),
      outboxStatus(client, config),
      agentsStatus(client, config, workers),
      failingTasks(client, config.name, undefined, DESCRIBING_MS),
      asked,
    ]);
    return { workers, census: dated, routes: new Map(routes), destinations, outbox, agents, failing };
  });

const kafkaRoute = async (
  admin: Admin,
  cluster: Cluster,
  route: ResolvedRoute,
  temporal: Promise<Half<TemporalHalf>>,
): Promise<KafkaRoute> => {
  const lag = await routeLag(admin, route);
  const answer = await temporal;
  const known = isKnown(answer) ? answer.routes.get(route.name) : undefined;
  const replay = known === undefined ? undefined : await replayProgress(admin, route, known.control);
  const records = await oldestRecords(cluster, lag, known?.waiting?.heads ?? []);
  const oldest = records.length === 0 ? undefined : Math.min(...records.map(({ time }) => time));
  return { lag, replay, oldest };
};

/** Kafka is asked while Temporal is. What workflows have is looked up there as soon as it is known. */
const kafkaHalf = async (
  { admin, cluster }: KafkaAccess,
  config: ResolvedConfig,
  temporal: Promise<Half<TemporalHalf>>,
): Promise<ReadonlyMap<string, KafkaRoute>> =>
  new Map(
    await mapLimited(
      config.routes,
      ROUTES_AT_ONCE,
      async (route) => [route.name, await kafkaRoute(admin, cluster, route, temporal)] as const,
    ),
  );

/** Never rejects because Kafka or Temporal is away. */
export const gatewayStatus = async (config: ResolvedConfig, engines: EngineAccess): Promise<GatewayStatus> => {
  const temporal = half(() => engines.temporal((client) => temporalHalf(client, config)));
  const kafka = half(() => engines.kafka((access) => kafkaHalf(access, config, temporal)));
  return { temporal: await temporal, kafka: await kafka };
};
