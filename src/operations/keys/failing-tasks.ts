import type { Client } from '@temporalio/client';
import { mapLimited } from '../../async/map-limited';
import { describedWorkflow } from '../../temporal/described-workflow';

const AT_ONCE = 8;
const CALL_MS = 5_000;
/** A task may fail or time out once when a worker ends. */
const ATTEMPTS = 3;

/** Those of the workflows whose current task has failed again and again, so that nothing in them moves. */
export const failingTasks = async (client: Client, workflowIds: readonly string[]): Promise<readonly string[]> => {
  const failing = await mapLimited(workflowIds, AT_ONCE, async (workflowId) => {
    const described = await client.withDeadline(Date.now() + CALL_MS, () =>
      describedWorkflow(client.workflow.getHandle(workflowId)),
    );
    return (described?.raw.pendingWorkflowTask?.attempt ?? 0) >= ATTEMPTS ? [workflowId] : [];
  });
  return failing.flat();
};
