import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { WAKE_SIGNAL } from '../../model/contract/effect-contract';

const ANSWER_MS = 5_000;

/** Lets the keys of a workflow ask for their destinations at once. One that has ended meanwhile waits for nothing. */
export const wakeHost = async (client: Client, workflowId: string): Promise<void> => {
  try {
    await client.withDeadline(Date.now() + ANSWER_MS, () => client.workflow.getHandle(workflowId).signal(WAKE_SIGNAL));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
};
