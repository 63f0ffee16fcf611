import type { Client } from '@temporalio/client';
import { describedWorkflow } from '../described-workflow';

const ANSWER_MS = 1_000;

/** Number of the attempt at the current workflow task of a run, from 1; undefined if the run has none or has ended. */
export const taskAttempt = async (client: Client, workflowId: string, runId: string): Promise<number | undefined> => {
  const described = await client.withDeadline(Date.now() + ANSWER_MS, () =>
    describedWorkflow(client.workflow.getHandle(workflowId, runId)),
  );
  return described?.raw.pendingWorkflowTask?.attempt ?? undefined;
};
