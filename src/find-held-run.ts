import { WorkflowNotFoundError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';

export interface HeldRun {
  readonly runId: string;
  readonly taskQueue: string;
  /** `released`: it completed, so all that waited in it was handed over. `lost`: closed in another way, by someone. */
  readonly state: 'running' | 'released' | 'lost';
}

/** The last run of a held-key workflow; undefined when the server knows none (any more). */
export const findHeldRun = async (client: Client, heldId: string): Promise<HeldRun | undefined> => {
  const described = await describe(client, heldId);
  if (described === undefined) return undefined;
  const { runId, taskQueue, status } = described;
  const state = status.name === 'RUNNING' ? 'running' : status.name === 'COMPLETED' ? 'released' : 'lost';
  return { runId, taskQueue, state };
};

const describe = async (client: Client, heldId: string): Promise<WorkflowExecutionDescription | undefined> => {
  try {
    return await client.workflow.getHandle(heldId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
};
