// Starts the bridges of all routes. What one of them cannot do is its own affair: it is tried again, and the others go
// on. The gateway fails only if every route waits for another configuration, which this process will never have.
import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import { HeldKeys } from '../bridge/held-keys';
import { RouteBridge } from '../bridge/route-bridge';
import { RouteRunner } from '../bridge/route-runner';
import { RouteTrouble } from '../bridge/route-trouble';
import { TemporalSignalSender } from '../bridge/temporal-signal-sender';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import { errorText, GatewayError, type GatewayErrorCode } from '../errors';
import { KafkajsRecordSource } from '../kafka/consumer/kafkajs-record-source';
import type { Log } from '../log';
import { taskTimeoutFor } from '../model/at-once';
import { defined } from '../model/defined';
import { claimHosting } from '../operations/routes/claim-hosting';
import { RecordEncoder } from '../records/record-encoder';
import { recordWarnings } from '../records/record-warnings';
import { QueueWorkers } from '../temporal/builds/queue-workers';
import { retirementOf } from '../temporal/keys/shelf-access';
import { RouteControlStore } from '../temporal/route-control-store';
import type { Watch } from '../telemetry/watch';
import { plural } from '../terminal-text';
import { measuredSender } from './measured/measured-sender';
import { measuredSource } from './measured/measured-source';
import { receivedSpans } from './measured/received-spans';
import { watchRoute } from './measured/watch-route';
import { closeParts, type RunningPart } from './running-part';

/** The broker waits for a member that gives up partitions; after longer than this it would count the member as gone. */
const LONGEST_REVOKE_MS = 30_000;
/** Reading what a route needs from Temporal takes at most this long. */
const PREPARE_MS = 30_000;

/** The configuration is read once, so nothing that an operator does mends these while the process runs. */
const HOPELESS: ReadonlySet<GatewayErrorCode> = new Set(['config-invalid', 'hosting-changed']);

export interface RouteClients {
  /** Its calls are not repeated: the bridge does that itself. */
  readonly client: Client;
  readonly patient: Client;
}

/**
 * Resolves once each route reads, is paused, or has failed for the first time.
 * @throws GatewayError `config-invalid` or `hosting-changed` if no route can run with this configuration.
 */
export const startRoutes = async (
  config: ResolvedConfig,
  clients: RouteClients,
  watch: Watch,
  log: Log,
  fail: (error: GatewayError) => void,
): Promise<readonly RunningPart[]> => {
  const runners: RouteRunner[] = [];
  const endsProcess = (): boolean => {
    const hopeless = hopelessness(runners);
    if (hopeless !== undefined) fail(hopeless);
    return hopeless !== undefined;
  };
  for (const route of config.routes) runners.push(routeRunner(config, route, clients, watch, log, endsProcess));
  const parts = runners.map((runner, index) => routePart(runner, config.routes[index]?.name ?? ''));
  await Promise.all(runners.map((runner) => runner.start()));
  const hopeless = hopelessness(runners);
  if (hopeless === undefined) return parts;
  await closeParts(parts, log);
  throw hopeless;
};

/** Returns the first failure if no route can ever work in this process. */
const hopelessness = (runners: readonly RouteRunner[]): GatewayError | undefined => {
  const failures = runners.map(({ failure }) => failure);
  return failures.every((failure) => failure !== undefined && HOPELESS.has(failure.code)) ? failures[0] : undefined;
};

const routePart = (runner: RouteRunner, route: string): RunningPart => ({
  drain: () => runner.drain(),
  close: () => runner.close(),
  remaining: () => {
    const signalsUnderWay = runner.bridge?.signalsUnderWay ?? 0;
    return signalsUnderWay > 0
      ? `route ${route}: Temporal has not answered ${plural(signalsUnderWay, 'signal')}`
      : `route ${route} has not left its consumer group`;
  },
});

const routeRunner = (
  config: ResolvedConfig,
  route: ResolvedRoute,
  clients: RouteClients,
  watch: Watch,
  log: Log,
  endsProcess: () => boolean,
): RouteRunner => {
  const names = { gateway: config.name, route: route.name, taskQueue: config.temporal.taskQueue };
  const control = new RouteControlStore(clients.patient, names);
  const { name, topics, groupId, lanes } = route;
  const bridge = `${process.pid}@${hostname()}`;
  const about = logWith(log, { route: name });
  const received = receivedSpans(config.name, name, watch.spans);
  const encoder = RecordEncoder.ofRoute(config, route, recordWarnings(route, log));
  const runner: RouteRunner = new RouteRunner({
    route: name,
    lanes,
    control,
    trouble: new RouteTrouble({ route: name, topics, groupId, bridge, control, log, endsProcess }),
    log,
    makeBridge: async (segments, failed) => {
      const temporal = await signalSender(config, route, clients, control, () => runner.informed, about);
      const sender = measuredSender(name, temporal, watch.telemetry);
      const source = measuredSource(name, recordSource(config, route, about), watch.telemetry);
      const deps = { source, sender, encoder, received, log: about, segments, onFailed: failed };
      return new RouteBridge(deps, config.bridge);
    },
  });
  watchRoute(config, clients.patient, route, runner, watch, log);
  return runner;
};

/** @throws GatewayError `hosting-changed`; `temporal-unreachable`, retryable. */
const signalSender = async (
  config: ResolvedConfig,
  route: ResolvedRoute,
  { client, patient }: RouteClients,
  control: RouteControlStore,
  informed: () => boolean,
  log: Log,
): Promise<TemporalSignalSender> => {
  const heldKeys = new HeldKeys(client, control.names, log);
  const { sequence, retirement } = await fromTemporal(patient, async () => {
    const hosting = await claimHosting(patient, control, route);
    await heldKeys.load();
    return { sequence: hosting.sequence, retirement: await retirementOf(patient, config.name, route) };
  });
  const callMs = atOnceMs(config, route);
  const workers = QueueWorkers.of(patient, config.temporal, log);
  await workers.look();
  return new TemporalSignalSender(client, heldKeys, {
    ...control.names,
    workflowType: route.workflowType,
    ...(config.outbox.enabled ? { writers: config.outbox.writers } : {}),
    ...retirement,
    ...defined({ sequenceFrom: sequence, atOnceMs: callMs }),
    mayCallInFirstTask: () => workers.knowAtOnce,
    buildOfWorkers: () => workers.build,
    informed,
  });
};

/** Longest time of the calls that may be made inside a workflow task; undefined if the route makes others. */
const atOnceMs = ({ destinations, ledgerTopic }: ResolvedConfig, { deliver }: ResolvedRoute): number | undefined => {
  const destination = destinations.get(deliver?.to ?? '');
  if (deliver?.completes !== 'response' || destination?.kind !== 'http' || ledgerTopic !== undefined) return undefined;
  return taskTimeoutFor(destination.timeoutMs) === undefined ? undefined : destination.timeoutMs;
};

const fromTemporal = async <T>(client: Client, read: () => Promise<T>): Promise<T> => {
  try {
    return await client.withDeadline(Date.now() + PREPARE_MS, read);
  } catch (error) {
    if ((error as { readonly name?: unknown }).name === 'GatewayError') throw error;
    const message = `Temporal did not say how the route stands: ${errorText(error)}. Check that the server is up.`;
    throw new GatewayError('temporal-unreachable', message, { cause: error, retryable: true });
  }
};

const recordSource = (config: ResolvedConfig, route: ResolvedRoute, log: Log): KafkajsRecordSource =>
  new KafkajsRecordSource({
    kafka: config.kafka,
    groupId: route.groupId,
    topics: route.topics,
    ...defined({ incarnation: config.incarnation }),
    drainTimeoutMs: Math.min(config.gracePeriodMs, LONGEST_REVOKE_MS),
    heartbeatIntervalMs: Math.min(3_000, config.consumer.sessionTimeoutMs / 4),
    ...config.consumer,
    log,
  });

/** Returns a log that says in each line what the line is about. */
const logWith = (log: Log, about: Readonly<Record<string, unknown>>): Log => {
  const tell =
    (level: keyof Log): Log[keyof Log] =>
    (fields, message) => {
      log[level]({ ...about, ...fields }, message);
    };
  return { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') };
};
