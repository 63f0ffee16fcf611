// I12  The first call of a new run may be made inside its first task only if no worker gets a lost one that knows
//      nothing of such calls. A run says so by its type, on which such a worker fails. This is how the bridge knows that
//      none is there, so that no new key has to wait for one that does. It sees their build, too.
import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Log } from '../../log';
import { KNOWS_AT_ONCE } from '../../model/at-once';
import { grpcError } from '../grpc-error';

const LOOK_EVERY_MS = 10_000;
/** A worker that has just started may not be there yet. */
const LOOK_AGAIN_MS = 1_000;
/** What was seen longer ago counts no more. */
const SEEN_WITHIN_MS = 60_000;
const LOOK_MS = 5_000;
/** More names of workers help nobody. */
const MOST_NAMES = 5;
/** These do not pass by themselves, as an outage does, which is told elsewhere. */
const REFUSALS: ReadonlySet<GrpcStatus | undefined> = new Set([
  GrpcStatus.PERMISSION_DENIED,
  GrpcStatus.UNAUTHENTICATED,
  GrpcStatus.UNIMPLEMENTED,
]);
const REFUSED =
  'Temporal does not let the bridge see which workers there are, so new keys take more of its steps than they need. Allow DescribeTaskQueue.';
const OLDER =
  'There are, or were a few minutes ago, workers of an older version. Until they are gone, new keys take more steps of Temporal than they need.';
const { TASK_QUEUE_TYPE_WORKFLOW } = temporal.api.enums.v1.TaskQueueType;
const { WORKER_VERSIONING_MODE_VERSIONED } = temporal.api.enums.v1.WorkerVersioningMode;

interface Clock {
  now(): number;
}

/** A worker that has asked the queue for workflow tasks within the last minutes. */
interface QueueWorker {
  readonly name: string;
  /** The build it works with; undefined if it takes part in worker versioning, where the server assigns builds. */
  readonly build?: string;
}

/** What the server has told lately of the workers of a task queue. */
export class QueueWorkers {
  private allKnow = false;
  private commonBuild: string | undefined;
  private seenAt = -Infinity;
  private lookedAt = -Infinity;
  /** What was told last: each is told once, and not at each look. */
  private told: string | undefined;

  constructor(
    private readonly workers: () => Promise<readonly QueueWorker[]>,
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly clock: Clock = performance,
  ) {}

  static of(client: Client, { namespace, taskQueue }: ResolvedConfig['temporal'], log: Log): QueueWorkers {
    const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: TASK_QUEUE_TYPE_WORKFLOW };
    const workers = (): Promise<readonly QueueWorker[]> =>
      client.withDeadline(Date.now() + LOOK_MS, async () => {
        const { pollers } = await client.workflowService.describeTaskQueue(request);
        return pollers.map(queueWorker);
      });
    return new QueueWorkers(workers, log);
  }

  /** True if all of them know of calls inside workflow tasks. Never waits: it looks again meanwhile if it is time to. */
  get knowAtOnce(): boolean {
    return this.isRecent && this.allKnow;
  }

  /** The build of all of them; undefined if there are several, or none. Never waits, either. */
  get build(): string | undefined {
    return this.isRecent ? this.commonBuild : undefined;
  }

  private get isRecent(): boolean {
    if (this.clock.now() - this.lookedAt >= (this.allKnow ? LOOK_EVERY_MS : LOOK_AGAIN_MS)) void this.look();
    return this.clock.now() - this.seenAt < SEEN_WITHIN_MS;
  }

  /** Never rejects: without an answer, new runs begin as before. */
  async look(): Promise<void> {
    this.lookedAt = this.clock.now();
    try {
      const workers = await this.workers();
      const older = [...new Set(workers.map(({ name }) => name))].filter((name) => !name.endsWith(KNOWS_AT_ONCE));
      const builds = new Set(workers.map(({ build }) => build));
      this.allKnow = workers.length > 0 && older.length === 0;
      this.commonBuild = builds.size === 1 ? [...builds][0] : undefined;
      this.seenAt = this.clock.now();
      this.tell(older.length === 0 ? undefined : OLDER, (message) => {
        this.log.info({ workers: older.slice(0, MOST_NAMES) }, message);
      });
    } catch (error) {
      const grpc = grpcError(error);
      if (!REFUSALS.has(grpc?.code)) return;
      this.tell(REFUSED, (message) => {
        this.log.warn({ answer: grpc?.details }, message);
      });
    }
  }

  private tell(message: string | undefined, say: (message: string) => void): void {
    if (message !== undefined && message !== this.told) say(message);
    this.told = message;
  }
}

const queueWorker = ({
  identity,
  workerVersionCapabilities: version,
  deploymentOptions: deployment,
}: temporal.api.taskqueue.v1.IPollerInfo): QueueWorker => {
  const isVersioned =
    version?.useVersioning === true || deployment?.workerVersioningMode === WORKER_VERSIONING_MODE_VERSIONED;
  const build = version?.buildId ?? '';
  return { name: identity ?? '', ...(isVersioned || build === '' ? {} : { build }) };
};
