import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { NativeConnection, Worker, type WorkerOptions, type WorkflowBundle } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import { awaitChild } from '../temporal/await-child';
import { sendWellFormedText } from '../temporal/send-well-formed-text';
import { createActivities, type ActivityDeps } from './create-activities';
import { createDestinations } from '../activities/destinations/create-destinations';
import type { Destination } from '../activities/destinations/call/destination';
import { HttpPoll } from '../activities/polls/http-poll';
import { pollCaller } from '../activities/polls/poll-call';
import type { PollSource } from '../config/agent/poll-source';
import { pollSources, type PollDeps } from '../activities/polls/poll-sources';
import { holdOutbox } from '../outbox/hold-outbox';
import { publishUnconfirmed } from '../outbox/publish-records';
import { CallbackLinks } from '../callbacks/callback-token';
import type { ResolvedAgent } from '../config/agent/resolved-agent';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { handedOver } from '../temporal/keys/held-run';
import { reopenKey } from '../temporal/keys/reopen-key';
import { taskHistory } from '../temporal/keys/task-history';
import { putOnShelf, recallFromShelf } from '../temporal/keys/shelf-access';
import { wakeHost } from '../temporal/keys/wake-host';
import { unshelveKey } from '../temporal/keys/unshelve-key';
import type { Log } from '../log';

import { LedgerWriter } from '../kafka/writing/ledger-writer';
import { KNOWS_AT_ONCE } from '../model/at-once';
import { HANDOVER_SIGNAL } from '../model/contract/contract';
import { CAUSE_PATCH } from '../model/names/search-attributes';
import type { OutboxService } from '../outbox/outbox-service';
import { LimitedLog } from '../telemetry/limited-log';
import type { Telemetry } from '../telemetry/telemetry';
import { unreachable } from '../temporal/temporal-connection';
import { StepWatch } from './step-watch';
import { toldSlowStep } from './told-slow-step';
import { measuredPoll } from './measured/measured-poll';
import { workflowSinks } from './measured/workflow-sinks';
import { defined } from '../model/defined';

/** A heartbeat that takes longer confirms nothing in time. */
const HEARTBEAT_TIMEOUT_MS = 3_000;

/**
 * Temporal worker options that allow 30 s for one step of a workflow. When the SDK stops a longer step, Node 20 ends the
 * whole process ("async hook stack has become corrupted"), so the SDK's own 5 s would mean a crash wherever a lane of
 * thousands of keys meets a busy machine. The SDK does not declare this option; a test checks that it takes it.
 */
export const LONGER_WORKFLOW_STEPS = { isolateExecutionTimeout: '30s' } as const;

export interface WorkerDeps {
  readonly config: ResolvedConfig;
  readonly client: Client;
  readonly log: Log;
  readonly bundle: WorkflowBundle;
  readonly readRecords: ActivityDeps['readRecords'];
  readonly deadLetter: ActivityDeps['deadLetter'];
  readonly committedOffsets: ActivityDeps['committedOffsets'];
  /** Undefined if nothing is published. */
  readonly outbox: OutboxService | undefined;
  readonly telemetry: Telemetry;
  /** False if the namespace has no search attribute for the causes of failures, so that no workflow may set it. */
  readonly causes: boolean;
  readonly spans: ActivityDeps['spans'];
}

/** The Temporal worker of a gateway: it runs the workflows and makes the calls. */
export class GatewayWorker {
  private closed: Promise<void> | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly connection: NativeConnection,
    private readonly running: Promise<void>,
    private readonly destinations: ReadonlyMap<string, Destination>,
    private readonly draining: AbortController,
    private readonly closing: AbortController,
    private readonly ledger: LedgerWriter | undefined,
  ) {}

  /** @throws GatewayError `temporal-unreachable`, `topic-missing` */
  static async start(deps: WorkerDeps): Promise<GatewayWorker> {
    const { config, bundle } = deps;
    const draining = new AbortController();
    const closing = new AbortController();
    // Each batch in progress adds a listener: there are many, and no leak, which Node suspects beyond ten.
    setMaxListeners(0, draining.signal, closing.signal);
    const destinations = createDestinations(config.destinations, deps.log, deps.telemetry);
    const ledger =
      config.ledgerTopic === undefined ? undefined : new LedgerWriter(config.kafka, config.ledgerTopic, deps.log);
    await ledger?.check();
    const connection = await connect(config);
    const own = activityDeps(deps, connection, destinations, ledger, draining.signal, closing.signal);
    const steps = new StepWatch(toldSlowStep({ gateway: config.name, routes: config.routes }, deps.log));
    sendWellFormedText();
    const worker = await Worker.create({
      connection,
      identity: `${process.pid}@${hostname()}${KNOWS_AT_ONCE}`,
      namespace: config.temporal.namespace,
      taskQueue: config.temporal.taskQueue,
      workflowBundle: bundle,
      activities: {
        ...createActivities(own),
        pollSources: pollSources(pollDeps(config, own, deps.telemetry)),
        publishRecords: publishUnconfirmed(deps.outbox?.publishDeps()),
        holdOutbox: holdOutbox(deps.outbox?.ownerDeps(connection, own)),
      },
      ...LONGER_WORKFLOW_STEPS,
      maxConcurrentActivityTaskExecutions: config.worker.concurrentActivities,
      maxConcurrentWorkflowTaskExecutions: config.worker.concurrentWorkflowTasks,
      stickyQueueScheduleToStartTimeout: config.worker.stickyTimeoutMs,
      shutdownGraceTime: config.gracePeriodMs,
      ...versioning(config),
      sinks: workflowSinks({ gateway: config.name, routes: config.routes }, deps.telemetry, own.news),
      patchActivationCallback: ({ patchId }) => patchId !== CAUSE_PATCH || deps.causes,
      ...defined({ maxCachedWorkflows: config.worker.cachedWorkflows }),
    });
    const running = worker.run().finally(() => {
      steps.end();
    });
    return new GatewayWorker(worker, connection, running, destinations, draining, closing, ledger);
  }

  /** Rejects when the worker fails; resolves when it has shut down. */
  get ended(): Promise<void> {
    return this.running;
  }

  /** Calls that have no answer yet, by destination. */
  get callsUnderWay(): ReadonlyMap<string, number> {
    const counts = Array.from(this.destinations, ([name, { callsUnderWay }]) => [name, callsUnderWay] as const);
    return new Map(counts.filter(([, count]) => count > 0));
  }

  /** Takes no more work, finishes the calls in flight, and resolves when all is done. */
  drain(): Promise<void> {
    this.closed ??= this.shutDown();
    return this.closed;
  }

  /** Like `drain`, but stops the calls in flight: another worker repeats them at once, with the same keys. */
  close(): Promise<void> {
    this.closing.abort();
    return this.drain();
  }

  private async shutDown(): Promise<void> {
    this.draining.abort();
    if (this.worker.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    await this.ledger?.close();
    await this.connection.close();
  }
}

/** PINNED: a run ends on the build that began it. The next one begins on the current build, see workflows/. */
const versioning = ({ worker: { deployment } }: ResolvedConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> => {
  if (deployment === undefined) return {};
  const version = { deploymentName: deployment.name, buildId: deployment.buildId };
  return {
    workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' },
  };
};

const connect = async (config: ResolvedConfig): Promise<NativeConnection> => {
  try {
    return await NativeConnection.connect(config.temporal.connectionOptions);
  } catch (error) {
    throw await unreachable(config, error);
  }
};

const pollDeps = ({ agents, tracing }: ResolvedConfig, own: ActivityDeps, telemetry: Telemetry): PollDeps => ({
  agents: new Map(
    agents.map((options) => {
      const source = measuredPoll(options.name, sourceOf(options), telemetry);
      return [options.name, { options, source }];
    }),
  ),
  caller: pollCaller(own.destinations),
  tracing: tracing && { sample: tracing.sample, spans: own.spans },
  heartbeat: (taskToken, details) => own.heartbeat(taskToken, details),
  closing: own.closing,
});

/** The config has exactly one of them; its rules make sure of that. */
const sourceOf = ({ name, poll, http }: ResolvedAgent): PollSource => {
  if (http !== undefined) return new HttpPoll(http);
  if (poll !== undefined) return { poll };
  throw new Error(`Agent ${name} has nothing to poll.`);
};

const activityDeps = (
  { config, client, log, telemetry, spans, readRecords, deadLetter, committedOffsets }: WorkerDeps,
  connection: NativeConnection,
  destinations: ReadonlyMap<string, Destination>,
  ledger: LedgerWriter | undefined,
  draining: AbortSignal,
  closing: AbortSignal,
): ActivityDeps => ({
  destinations,
  routes: config.routes,
  heartbeat: (taskToken, details) =>
    client.withDeadline(Date.now() + HEARTBEAT_TIMEOUT_MS, () => client.activity.heartbeat(taskToken, details)),
  callbackLinks: config.callbacks && new CallbackLinks(config.callbacks),
  readRecords,
  deadLetter,
  wakeHost: (workflowId) => wakeHost(client, workflowId),
  workflowTasks: config.worker.concurrentWorkflowTasks,
  taskHistory: (run, task) => taskHistory(connection, { ...run, namespace: config.temporal.namespace }, task),
  writeLedger: ledger && ((lines) => ledger.write(lines)),
  awaitChild: (request) => awaitChild(client, config.temporal.taskQueue, request),
  reopenKey: (request) => reopenKey(client, request),
  forwardRecords: (workflowId, signal) => client.workflow.getHandle(workflowId).signal(HANDOVER_SIGNAL, signal),
  handedOver: (heldWorkflowId) => handedOver(client, heldWorkflowId),
  committedOffsets,
  putOnShelf: (run) => putOnShelf(client, run),
  recallKey: (request) => recallFromShelf(client, config.temporal.taskQueue, request),
  unshelveKey: (request) => unshelveKey(client, request),
  log,
  telemetry,
  spans,
  news: new LimitedLog(log),
  draining,
  closing,
});
