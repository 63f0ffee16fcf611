import { NativeConnection, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import type { ActivityDeps } from './activities/activity-deps';
import { createActivities } from './activities/create-activities';
import type { ResolvedConfig } from './config/resolved';
import { reopenKey } from './reopen-key';
import { RECORDS_SIGNAL } from './model/contract';
import { unreachable } from './temporal-connection';

/** A heartbeat that takes longer confirms nothing in time. */
const HEARTBEAT_TIMEOUT_MS = 3_000;

export interface WorkerDeps {
  readonly config: ResolvedConfig;
  readonly client: Client;
  readonly bundle: WorkflowBundleWithSourceMap;
  readonly readRecords: ActivityDeps['readRecords'];
}

/** The Temporal worker of a gateway: runs its workflows and makes its calls. */
export class GatewayWorker {
  private readonly draining = new AbortController();

  private constructor(
    private readonly worker: Worker,
    private readonly connection: NativeConnection,
    private readonly running: Promise<void>,
    onDrain: AbortController,
  ) {
    this.draining = onDrain;
  }

  /** @throws GatewayError `temporal-unreachable` */
  static async start(deps: WorkerDeps): Promise<GatewayWorker> {
    const { config, bundle } = deps;
    const draining = new AbortController();
    const connection = await connect(config);
    const worker = await Worker.create({
      connection,
      namespace: config.temporal.namespace,
      taskQueue: config.temporal.taskQueue,
      workflowBundle: bundle,
      activities: createActivities(activityDeps(deps, draining.signal)),
      maxConcurrentActivityTaskExecutions: config.worker.concurrentActivities,
      maxConcurrentWorkflowTaskExecutions: config.worker.concurrentWorkflowTasks,
      shutdownGraceTime: config.gracePeriodMs,
      ...(config.worker.cachedWorkflows === undefined ? {} : { maxCachedWorkflows: config.worker.cachedWorkflows }),
    });
    return new GatewayWorker(worker, connection, worker.run(), draining);
  }

  /** Rejects when the worker fails; resolves when it has shut down. */
  get ended(): Promise<void> {
    return this.running;
  }

  /** Takes no more work, finishes the calls under way, and resolves when all is done. */
  async drain(): Promise<void> {
    this.draining.abort();
    if (this.worker.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    await this.connection.close();
  }
}

const connect = async (config: ResolvedConfig): Promise<NativeConnection> => {
  try {
    return await NativeConnection.connect(config.temporal.connectionOptions);
  } catch (error) {
    throw unreachable(config, error);
  }
};

const activityDeps = ({ config, client, readRecords }: WorkerDeps, draining: AbortSignal): ActivityDeps => ({
  destinations: config.destinations,
  routes: config.routes,
  heartbeat: (taskToken, details) =>
    client.withDeadline(Date.now() + HEARTBEAT_TIMEOUT_MS, () => client.activity.heartbeat(taskToken, details)),
  readRecords,
  reopenKey: (request) => reopenKey(client, request),
  forwardRecords: (workflowId, signal) => client.workflow.getHandle(workflowId).signal(RECORDS_SIGNAL, signal),
  draining,
});
