import { type Client } from '@temporalio/client';
import { describedWorkflow } from '../described-workflow';

export interface HeldRun {
  readonly runId: string;
  readonly taskQueue: string;
  /** `released`: it completed, so all that waited in it was handed over. `lost`: closed in another way, by someone. */
  readonly state: 'running' | 'released' | 'lost';
}

/** The last run of a held-key workflow; undefined when the server knows none (any more). */
export const findHeldRun = async (client: Client, heldId: string): Promise<HeldRun | undefined> => {
  const described = await describedWorkflow(client.workflow.getHandle(heldId));
  if (described === undefined) return undefined;
  const { runId, taskQueue, status } = described;
  const state = status.name === 'RUNNING' ? 'running' : status.name === 'COMPLETED' ? 'released' : 'lost';
  return { runId, taskQueue, state };
};
