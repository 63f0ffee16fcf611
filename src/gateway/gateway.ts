// The composition root: only this file knows all parts. It turns options into a running gateway.
//
// Drain order: each route stops fetching, settles its calls, commits and leaves its group; the callback endpoint
// answers what it has accepted; the worker takes no more work and finishes what it has; the clients close. Waiting
// records are in Temporal, so nothing is lost.
import type { Client } from '@temporalio/client';
import { keepAgents } from '../temporal/agents/start-agents';
import { GroupCommits } from '../kafka/reading/group-commits';
import { CallbackEndpoint } from '../callbacks/callback-endpoint';
import { CallbackSender } from '../callbacks/callback-sender';
import type { ResolvedCallbacks, ResolvedConfig } from '../config/gateway/resolved-config';
import { GatewayError, errorText } from '../errors';
import type { Log } from '../log';
import { withoutCauses } from '../model/names/search-attributes';
import type { Watch } from '../telemetry/watch';
import { plural } from '../terminal-text';
import { checkTransactions } from '../outbox/check-transactions';
import { OutboxService } from '../outbox/outbox-service';
import { keepWriters, startWriters } from '../outbox/start-writers';
import { ReferenceStore } from '../dead-letters/reference-store';
import { handlersBesideEachOther } from '../operations/setup/handlers-beside-each-other';
import { watchCensus } from './measured/watch-census';
import { beginAtZero } from './measured/begin-at-zero';
import { GatewayStanding } from './measured/watch-gateway';
import { openedWatch } from './opened-watch';
import { startRoutes } from './start-routes';
import { closeParts, drainParts, type RunningPart } from './running-part';
import { assertNamespace } from '../temporal/assert-namespace';
import { connectClient } from '../temporal/temporal-connection';
import { ensureSearchAttributes } from '../temporal/search-attributes';
import { GatewayWorker, type WorkerDeps } from './worker';
import { gatewayBuildMover } from '../temporal/builds/gateway-build-mover';
import { gatewayBundle } from '../temporal/bundle/workflow-bundle';

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

/**
 * Starts a gateway, or one half of it. Resolves once it works; a route that does not is tried again and again.
 * `coreMetrics`: host:port of the metrics of Temporal's core, if the process has installed a runtime that serves them.
 * @throws GatewayError `temporal-unreachable`, `temporal-setup`, `bundle-failed`, what Kafka reports of the outbox, or
 * `hosting-changed` if that is so for all routes.
 */
export const startGateway = async (
  config: ResolvedConfig,
  parts: GatewayParts,
  log: Log,
  coreMetrics?: string,
): Promise<Gateway> => {
  for (const words of handlersBesideEachOther(config)) log.warn({ gateway: config.name }, words);
  const started: RunningPart[] = [];
  let standing: GatewayStanding | undefined;
  let fail: (error: GatewayError) => void = () => undefined;
  const failed = new Promise<GatewayError>((resolve) => {
    fail = resolve;
  });
  try {
    const watch = await openedWatch(config, coreMetrics, log);
    started.push(watchPart(watch));
    standing = new GatewayStanding(config.name, watch, failed);
    beginAtZero(config, watch.telemetry);
    const client = await connectClient(config, 'standard');
    started.push(clientPart(client));
    await assertNamespace(client);
    const missing = await ensureSearchAttributes(client);
    if (missing.length > 0) log.warn({ gateway: config.name }, withoutCauses(config.temporal.namespace));
    started.push(censusPart(watchCensus(config, client, watch.telemetry, log)));
    const own = { config, client, log, causes: missing.length === 0 };
    if (parts.worker) started.push(...(await startWorkerParts(own, watch, fail)));
    if (parts.bridge) started.push(...(await startBridges(config, client, watch, log, fail)));
  } catch (error) {
    await closeParts(started, log);
    throw error;
  }
  log.info({ gateway: config.name, routes: config.routes.map(({ name }) => name), ...parts }, 'gateway runs');
  standing.started();
  return {
    failed,
    drain: () => {
      standing.ends();
      return drainParts(started, config.gracePeriodMs, log);
    },
    close: () => closeParts(started, log),
  };
};

/** It started first, so it drains last: until then a probe learns that the gateway drains. */
const watchPart = (watch: Watch): RunningPart => ({
  drain: () => watch.close(),
  close: () => watch.close(),
  remaining: () => 'metrics and health are still being served',
});

const censusPart = (census: { close(): void }): RunningPart => {
  const close = (): Promise<void> => {
    census.close();
    return Promise.resolve();
  };
  return { drain: close, close, remaining: () => 'keys are still being counted' };
};

const clientPart = (client: Client): RunningPart => {
  const close = (): Promise<void> => client.connection.close();
  return { drain: close, close, remaining: () => 'a connection to Temporal has not closed' };
};

type OwnWorkerDeps = Pick<WorkerDeps, 'config' | 'client' | 'log' | 'causes'>;

/** APIs may call back at once, so the endpoint starts first; its callers wait for the worker, so it drains first. */
const startWorkerParts = async (
  own: OwnWorkerDeps,
  watch: Watch,
  fail: (error: GatewayError) => void,
): Promise<readonly RunningPart[]> => {
  const { config, client, log } = own;
  if (config.callbacks === undefined) return [await startWorker(own, watch, fail)];
  const endpoint = await startEndpoint(config.name, config.callbacks, client, watch, log);
  try {
    return [await startWorker(own, watch, fail), endpoint];
  } catch (error) {
    await endpoint.close();
    throw error;
  }
};

const startWorker = async (
  own: OwnWorkerDeps,
  { telemetry, spans }: Watch,
  fail: (error: GatewayError) => void,
): Promise<RunningPart> => {
  const { config, client, log } = own;
  const references = new ReferenceStore(config, log);
  await references.check();
  const commits = new GroupCommits(config.kafka, log);
  const outbox = config.outbox.enabled
    ? new OutboxService({ config, client, readRecords: (request) => references.read(request), telemetry, spans })
    : undefined;
  if (outbox !== undefined && config.outbox.writers > 0) {
    await checkTransactions(config, log);
    await startWriters(client, config);
  }
  const bundle = await gatewayBundle(config, log);
  const worker = await GatewayWorker.start({
    ...own,
    bundle,
    readRecords: (request, unwanted) => references.read(request, unwanted),
    deadLetter: (request) => references.deadLetter(request),
    committedOffsets: ({ groupId, topics }) => commits.of(groupId, topics),
    outbox,
    telemetry,
    spans,
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
  { telemetry }: Watch,
  log: Log,
): Promise<RunningPart> => {
  const endpoint = await CallbackEndpoint.listen(gateway, callbacks, new CallbackSender(client), telemetry, log);
  return {
    drain: () => endpoint.drain(),
    close: () => endpoint.close(),
    remaining: () => `${plural(endpoint.requestsUnderWay, 'callback')} not answered`,
  };
};

const startBridges = async (
  config: ResolvedConfig,
  patient: Client,
  watch: Watch,
  log: Log,
  fail: (error: GatewayError) => void,
): Promise<readonly RunningPart[]> => {
  const client = await connectClient(config, 'none');
  try {
    return [clientPart(client), ...(await startRoutes(config, { client, patient }, watch, log, fail))];
  } catch (error) {
    await client.connection.close();
    throw error;
  }
};
