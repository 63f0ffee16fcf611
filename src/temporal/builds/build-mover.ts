// Worker versioning: moves the workflows of a gateway to the current build. Busy ones would move by themselves with
// their next continue-as-new; idle ones never would, and their old build could not be removed.
import { status as GrpcStatus } from '@grpc/grpc-js';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ResolvedDeployment } from '../../config/connections/worker-settings';
import { errorText } from '../../errors';
import type { Log } from '../../log';
import { LEAVE_SIGNAL } from '../../model/contract/contract';
import { grpcError } from '../grpc-error';

const ROUND_EVERY_MS = 5_000;
/** Workflows asked in one round: each begins a new run, and live records take precedence. */
const ASKED_PER_ROUND = 200;
const AT_A_TIME = 10;
const CALL_TIMEOUT_MS = 5_000;

export interface BuildMoverOptions {
  readonly deployment: ResolvedDeployment;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Types of the workflows that understand `LEAVE_SIGNAL`. */
  readonly workflowTypes: readonly string[];
}

/** Runs in each worker; only movers of the current build do anything. */
export class BuildMover {
  /** Runs already asked: once is enough, and a run whose build has no worker must not fill up with signals. */
  private asked = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly client: Client,
    private readonly options: BuildMoverOptions,
    private readonly log: Log,
  ) {}

  start(): void {
    this.next(1_000);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private next(delayMs: number): void {
    this.timer = setTimeout(() => {
      this.round = this.tryRound();
    }, delayMs);
  }

  private async tryRound(): Promise<void> {
    try {
      if (await this.isCurrent()) await this.moveOthers();
    } catch (error) {
      this.log.warn({ error: errorText(error) }, 'the workflows of other builds could not be listed; trying again');
    }
    if (!this.stopped) this.next(ROUND_EVERY_MS);
  }

  /** Nothing runs in a deployment without a current build, so it gets this one. The operator sets later ones. */
  private async isCurrent(): Promise<boolean> {
    const { namespace, deployment } = this.options;
    const service = this.client.connection.workflowService;
    const call = <T>(make: () => Promise<T>): Promise<T> =>
      this.client.withDeadline(Date.now() + CALL_TIMEOUT_MS, make);
    try {
      const { name: deploymentName, buildId } = deployment;
      const described = await call(() => service.describeWorkerDeployment({ namespace, deploymentName }));
      const current = described.workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? '';
      if (current !== '') return current === buildId;
      const { conflictToken } = described;
      await call(() =>
        service.setWorkerDeploymentCurrentVersion({
          namespace,
          deploymentName,
          buildId,
          conflictToken,
          identity: 'sluice',
        }),
      );
      this.log.info({ ...deployment }, 'this build is the first of its deployment and is now the current one');
      return true;
    } catch (error) {
      // The server learns of a build from its first poll, and another worker may have been faster.
      const waits: readonly (GrpcStatus | undefined)[] = [GrpcStatus.NOT_FOUND, GrpcStatus.FAILED_PRECONDITION];
      if (waits.includes(grpcError(error)?.code)) return false;
      throw error;
    }
  }

  private async moveOthers(): Promise<void> {
    const { deployment, taskQueue, workflowTypes } = this.options;
    const types = workflowTypes.map((type) => `'${type}'`).join(', ');
    const query =
      `TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND ExecutionStatus = 'Running' AND WorkflowType IN (${types}) ` +
      `AND TemporalWorkerDeploymentVersion IS NOT NULL ` +
      `AND TemporalWorkerDeploymentVersion != '${deployment.name}:${deployment.buildId}'`;
    const seen = new Set<string>();
    let waiting: string[] = [];
    let count = 0;
    for await (const { workflowId, runId } of this.client.workflow.list({ query })) {
      if (this.stopped || count >= ASKED_PER_ROUND) break;
      seen.add(runId);
      if (this.asked.has(runId)) continue;
      count += 1;
      waiting.push(workflowId);
      if (waiting.length === AT_A_TIME) {
        await this.ask(waiting);
        waiting = [];
      }
    }
    await this.ask(waiting);
    this.asked = seen;
    if (count > 0)
      this.log.info({ ...deployment, workflows: count }, 'workflows of other builds were asked to move to this one');
  }

  private async ask(workflowIds: readonly string[]): Promise<void> {
    await Promise.all(
      workflowIds.map(async (workflowId) => {
        try {
          await this.client.workflow.getHandle(workflowId).signal(LEAVE_SIGNAL);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }),
    );
  }
}
