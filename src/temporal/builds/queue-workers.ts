// I12  The first call of a new run may be made inside its first task only if no worker gets a lost one that knows
//      nothing of such calls. A run says so by its type, on which such a worker fails. This is how the bridge knows that
//      none is there, so that no new key has to wait for one that does.
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

interface Clock {
  now(): number;
}

/** Whether all workers of a task queue know of calls inside workflow tasks, as the server has told lately. */
export class AtOnceWorkers {
  private allKnow = false;
  private seenAt = -Infinity;
  private lookedAt = -Infinity;
  /** What was told last: each is told once, and not at each look. */
  private told: string | undefined;

  constructor(
    /** The names of all that have asked the queue for workflow tasks within the last minutes. */
    private readonly names: () => Promise<readonly string[]>,
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly clock: Clock = performance,
  ) {}

  static of(client: Client, { namespace, taskQueue }: ResolvedConfig['temporal'], log: Log): AtOnceWorkers {
    const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: TASK_QUEUE_TYPE_WORKFLOW };
    const names = (): Promise<readonly string[]> =>
      client.withDeadline(Date.now() + LOOK_MS, async () => {
        const { pollers } = await client.workflowService.describeTaskQueue(request);
        return pollers.map(({ identity }) => identity ?? '');
      });
    return new AtOnceWorkers(names, log);
  }

  /** Never waits: it looks again meanwhile if it is time to. */
  get ready(): boolean {
    if (this.clock.now() - this.lookedAt >= (this.allKnow ? LOOK_EVERY_MS : LOOK_AGAIN_MS)) void this.look();
    return this.allKnow && this.clock.now() - this.seenAt < SEEN_WITHIN_MS;
  }

  /** Never rejects: without an answer, new runs begin as before. */
  async look(): Promise<void> {
    this.lookedAt = this.clock.now();
    try {
      const names = await this.names();
      const older = [...new Set(names)].filter((name) => !name.endsWith(KNOWS_AT_ONCE));
      this.allKnow = names.length > 0 && older.length === 0;
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
