import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { ResolvedConfig } from '../config/gateway/resolved-config';

const CALL_MS = 10_000;
/** A worker that gets no work asks for it at least once a minute. */
const ASKED_WITHIN_MS = 70_000;
const { TASK_QUEUE_TYPE_WORKFLOW } = temporal.api.enums.v1.TaskQueueType;

/** Counts the workers that have asked the gateway's task queue for work within the last 70 seconds. */
export const taskQueueWorkers = (client: Client, { temporal: settings }: ResolvedConfig): Promise<number> =>
  client.withDeadline(Date.now() + CALL_MS, async () => {
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace: settings.namespace,
      taskQueue: { name: settings.taskQueue },
      taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
    });
    const recent = pollers.filter(
      ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > Date.now() - ASKED_WITHIN_MS,
    );
    return new Set(recent.map(({ identity }) => identity)).size;
  });
