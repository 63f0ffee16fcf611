// I12  The first call of a new run may be made inside its first task only if no worker gets a lost one that knows
//      nothing of such calls. A run says so by its type, on which such a worker fails. This is how the bridge knows that
//      none is there, so that no new key has to wait for one that does.
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { KNOWS_AT_ONCE } from '../../model/at-once';

const LOOK_EVERY_MS = 10_000;
/** A worker that has just started may not be there yet. */
const LOOK_AGAIN_MS = 1_000;
/** What was seen longer ago counts no more. */
const SEEN_WITHIN_MS = 60_000;
const LOOK_MS = 5_000;
const { TASK_QUEUE_TYPE_WORKFLOW } = temporal.api.enums.v1.TaskQueueType;

interface Clock {
  now(): number;
}

/** Whether all workers of a task queue know of calls inside workflow tasks, as the server has told lately. */
export class AtOnceWorkers {
  private allKnow = false;
  private seenAt = -Infinity;
  private lookedAt = -Infinity;

  constructor(
    /** The names of all that have asked the queue for workflow tasks within the last minutes. */
    private readonly names: () => Promise<readonly string[]>,
    private readonly clock: Clock = performance,
  ) {}

  static of(client: Client, { namespace, taskQueue }: ResolvedConfig['temporal']): AtOnceWorkers {
    const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: TASK_QUEUE_TYPE_WORKFLOW };
    return new AtOnceWorkers(() =>
      client.withDeadline(Date.now() + LOOK_MS, async () => {
        const { pollers } = await client.workflowService.describeTaskQueue(request);
        return pollers.map(({ identity }) => identity ?? '');
      }),
    );
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
      this.allKnow = names.length > 0 && names.every((name) => name.endsWith(KNOWS_AT_ONCE));
      this.seenAt = this.clock.now();
    } catch {
      // The server may not let the bridge see the queue.
    }
  }
}
