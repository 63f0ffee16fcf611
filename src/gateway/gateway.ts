// The composition root: only this file knows all parts. It turns options into a running gateway.
//
// Drain order: each route stops fetching, settles its calls, commits and leaves its group; the callback endpoint
// answers what it has accepted; the worker takes no more work and finishes what it has; the clients close. Waiting
// records are in Temporal, so nothing is lost.
import type { Client } from '@temporalio/client';
import { keepAgents } from '../temporal/agents/start-agents';
import { RecordEncoder } from '../records/record-encoder';
import { HeldKeys } from '../bridge/held-keys';
import { GroupCommits } from '../kafka/reading/group-commits';
import { KafkajsRecordSource } from '../kafka/consumer/kafkajs-record-source';
import { RouteBridge } from '../bridge/route-bridge';
import { RouteRunner } from '../bridge/route-runner';
import { TemporalSignalSender } from '../bridge/temporal-signal-sender';
import { valueDecoders } from '../records/value-decoders';
import { CallbackEndpoint } from '../callbacks/callback-endpoint';
import { CallbackSender } from '../callbacks/callback-sender';
import type { ResolvedCallbacks, ResolvedConfig, ResolvedRoute } from '../config/gateway/resolved';
import { GatewayError, errorText } from '../errors';
import type { Log } from '../log';
import { plural } from '../terminal-text';
import { checkTransactions } from '../outbox/check-transactions';
import { OutboxService } from '../outbox/outbox-service';
import { keepWriters, startWriters } from '../outbox/start-writers';
import { ReferenceStore } from '../dead-letters/reference-store';
import { claimHosting } from '../operations/routes/claim-hosting';
import { RouteControlStore } from '../temporal/route-control-store';
import { closeParts, drainParts, type RunningPart } from './running-part';
import { retirementOf } from '../temporal/keys/shelf-access';
import { connectClient } from '../temporal/temporal-connection';
import { ensureSearchAttributes } from '../temporal/search-attributes';
import { GatewayWorker } from './worker';
import { gatewayBuildMover } from '../temporal/builds/gateway-build-mover';
import { gatewayBundle } from '../temporal/bundle/workflow-bundle';
import { defined } from '../model/defined';

export interface GatewayParts {
  readonly bridge: boolean;
  readonly worker: boolean;
}

export interface Gateway {
  /** Resolves when the gateway has failed for good; it must still be closed. */
  readonly failed: Promise<GatewayError>;
  /** Finishes work in progress. Rejects with `drain-timeout` if the grace period is too short. */
  drain(): Promise<void>;
  /** Ends now. Nothing is lost; calls in flight are repeated with the same idempotency keys. */
  close(): Promise<void>;
}

/** The broker waits for a member that gives up partitions; after longer than this it would count the member as gone. */
const LONGEST_REVOKE_MS = 30_000;

/**
 * Starts a gateway, or one half of it. Resolves once it works.
 * @throws GatewayError `temporal-unreachable`, `temporal-setup`, `bundle-failed`, `hosting-changed`, or what Kafka
 * reports.
 */
export const startGateway = async (config: ResolvedConfig, parts: GatewayParts, log: Log): Promise<Gateway> => {
  const started: RunningPart[] = [];
  let fail: (error: GatewayError) => void = () => undefined;
  const failed = new Promise<GatewayError>((resolve) => {
    fail = resolve;
  });
  try {
    const client = await connectClient(config, 'standard');
    started.push(clientPart(client));
    await ensureSearchAttributes(client);
    if (parts.worker) started.push(...(await startWorkerParts(config, client, log, fail)));
    if (parts.bridge) started.push(...(await startBridges(config, client, log, fail)));
  } catch (error) {
    await closeParts(started, log);
    throw error;
  }
  log.info({ gateway: config.name, routes: config.routes.map(({ name }) => name), ...parts }, 'gateway runs');
  return {
    failed,
    drain: () => drainParts(started, config.gracePeriodMs, log),
    close: () => closeParts(started, log),
  };
};

const clientPart = (client: Client): RunningPart => {
  const close = (): Promise<void> => client.connection.close();
  return { drain: close, close, remaining: () => 'a connection to Temporal has not closed' };
};

/** APIs may call back at once, so the endpoint starts first; its callers wait for the worker, so it drains first. */
const startWorkerParts = async (
  config: ResolvedConfig,
  client: Client,
  log: Log,
  fail: (error: GatewayError) => void,
): Promise<readonly RunningPart[]> => {
  if (config.callbacks === undefined) return [await startWorker(config, client, log, fail)];
  const endpoint = await startEndpoint(config.name, config.callbacks, client, log);
  try {
    return [await startWorker(config, client, log, fail), endpoint];
  } catch (error) {
    await endpoint.close();
    throw error;
  }
};

const startWorker = async (
  config: ResolvedConfig,
  client: Client,
  log: Log,
  fail: (error: GatewayError) => void,
): Promise<RunningPart> => {
  const references = new ReferenceStore(config);
  await references.check(log);
  const commits = new GroupCommits(config.kafka, log);
  const outbox = config.outbox.enabled
    ? new OutboxService({ config, client, readRecords: (request) => references.read(request) })
    : undefined;
  if (outbox !== undefined && config.outbox.writers > 0) {
    await checkTransactions(config);
    await startWriters(client, config);
  }
  const bundle = await gatewayBundle(config, log);
  const worker = await GatewayWorker.start({
    config,
    client,
    log,
    bundle,
    readRecords: (request) => references.read(request),
    deadLetter: (request) => references.deadLetter(request),
    committedOffsets: ({ groupId, topics }) => commits.of(groupId, topics),
    outbox,
  });
  const kept = [
    await keepAgents(client, config, log),
    ...(outbox === undefined ? [] : [keepWriters(client, config, log)]),
  ];
  worker.ended.catch((error: unknown) => {
    fail(new GatewayError('temporal-unreachable', `The Temporal worker ended: ${errorText(error)}`, { cause: error }));
  });
  const mover = gatewayBuildMover(config, client, log);
  mover?.start();
  return {
    drain: async () => {
      for (const keeper of kept) keeper.close();
      await mover?.stop();
      await worker.drain();
      await Promise.all([references.close(), outbox?.close(), commits.close()]);
    },
    close: async () => {
      for (const keeper of kept) keeper.close();
      await Promise.all([mover?.stop(), worker.close(), references.close(), outbox?.close(), commits.close()]);
    },
    remaining: () => {
      const calls = Array.from(
        worker.callsUnderWay,
        ([name, count]) => `${name} has not answered ${plural(count, 'call')}`,
      );
      return calls.length > 0 ? calls.join(', ') : 'the Temporal worker has not shut down';
    },
  };
};

const startEndpoint = async (
  gateway: string,
  callbacks: ResolvedCallbacks,
  client: Client,
  log: Log,
): Promise<RunningPart> => {
  const endpoint = await CallbackEndpoint.listen(gateway, callbacks, new CallbackSender(client), log);
  return {
    drain: () => endpoint.drain(),
    close: () => endpoint.close(),
    remaining: () => `${plural(endpoint.requestsUnderWay, 'callback')} not answered`,
  };
};

const startBridges = async (
  config: ResolvedConfig,
  patient: Client,
  log: Log,
  fail: (error: GatewayError) => void,
): Promise<readonly RunningPart[]> => {
  const client = await connectClient(config, 'none');
  const bridges = await Promise.all(
    config.routes.map((route) => startRoute(config, route, { client, patient }, log, fail)),
  );
  return [clientPart(client), ...bridges];
};

const startRoute = async (
  config: ResolvedConfig,
  route: ResolvedRoute,
  { client, patient }: { readonly client: Client; readonly patient: Client },
  log: Log,
  fail: (error: GatewayError) => void,
): Promise<RunningPart> => {
  const names = { gateway: config.name, route: route.name, taskQueue: config.temporal.taskQueue };
  const control = new RouteControlStore(patient, names);
  const { sequence } = await claimHosting(patient, control, route);
  const heldKeys = new HeldKeys(client, names, log);
  await heldKeys.load();
  const sender = new TemporalSignalSender(client, heldKeys, {
    ...names,
    workflowType: route.workflowType,
    ...(config.outbox.enabled ? { writers: config.outbox.writers } : {}),
    ...(await retirementOf(patient, config.name, route)),
    ...defined({ sequenceFrom: sequence }),
    informed: () => runner.informed,
  });
  const encoder = new RecordEncoder(config.name, route, valueDecoders[route.value], config.bridge.inlineBytes);
  const runner: RouteRunner = new RouteRunner({
    route: route.name,
    lanes: route.lanes,
    control,
    log,
    makeBridge: (segments) => {
      const source = recordSource(config, route, log);
      return new RouteBridge({ source, sender, encoder, log, segments, onFailed: fail }, config.bridge);
    },
    onFailed: fail,
  });
  await runner.start();
  return {
    drain: () => runner.drain(),
    close: () => runner.close(),
    remaining: () => {
      const { signalsUnderWay } = runner;
      return signalsUnderWay > 0
        ? `route ${route.name}: Temporal has not answered ${plural(signalsUnderWay, 'signal')}`
        : `route ${route.name} has not left its consumer group`;
    },
  };
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
