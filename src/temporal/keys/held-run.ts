import { type Client } from '@temporalio/client';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { HELD_WORKFLOW, RELEASE_SIGNAL, type HeldInput } from '../../model/contract/contract';
import { describedWorkflow } from '../described-workflow';
import { readClosedRun } from './closed-run';

export interface HeldRun {
  readonly runId: string;
  readonly taskQueue: string;
  /** `released`: it completed, so everything in it was handed over. `lost`: someone closed it in another way. */
  readonly state: 'running' | 'released' | 'lost';
}

/** The last run of a held-key workflow; undefined if the server knows none (any more). */
export const findHeldRun = async (client: Client, heldId: string): Promise<HeldRun | undefined> => {
  const described = await describedWorkflow(client.workflow.getHandle(heldId));
  if (described === undefined) return undefined;
  const { runId, taskQueue, status } = described;
  const state = status.name === 'RUNNING' ? 'running' : status.name === 'COMPLETED' ? 'released' : 'lost';
  return { runId, taskQueue, state };
};

/**
 * Resolves when the held-key workflow has handed over all it had (I7), and rejects until then. If an operator closed it
 * during the handover, it is started again to finish: the key's new run waits for nothing else.
 */
export const handedOver = async (client: Client, heldId: string): Promise<void> => {
  const held = await findHeldRun(client, heldId);
  if (held === undefined || held.state === 'released') return;
  if (held.state === 'lost') {
    const { input } = await readClosedRun<HeldInput>(client.workflow.getHandle(heldId, held.runId));
    const { gateway, route, workflowId, closedRunId } = input;
    const again: HeldInput = { gateway, route, workflowId, closedRunId, earlierRunId: held.runId };
    await client.workflow.signalWithStart(HELD_WORKFLOW, {
      workflowId: heldId,
      taskQueue: held.taskQueue,
      args: [again],
      signal: RELEASE_SIGNAL,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    });
  }
  const message = `${heldId} still hands over what waited for this key.`;
  throw ApplicationFailure.create({ message, category: ApplicationFailureCategory.BENIGN });
};
