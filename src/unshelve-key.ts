import type { Client } from '@temporalio/client';
import { findHeldRun } from './find-held-run';
import type { ShelfFinding, TakeRequest } from './model/shelf-contract';
import { heldWorkflowId } from './model/workflow-id';
import { takeFromShelf } from './shelf-access';

/** Under this name a held-key workflow takes what the run that retired has put on the shelf. */
export const takerAfter = (runId: string): string => `after ${runId}`;

/**
 * What a run finds that begins with nothing, since Temporal knows none before it. A bridge may have found the retired run
 * just before that was forgotten: then a held-key workflow has records that come before those of this run.
 */
export const unshelveKey = async (client: Client, request: TakeRequest): Promise<ShelfFinding> => {
  const { workflowId } = request;
  let answer = await takeFromShelf(client, request);
  const retiredRunId =
    answer.kind === 'taken' ? answer.run.runId : answer.kind === 'elsewhere' ? answer.runId : undefined;
  const heldId = retiredRunId === undefined ? undefined : heldWorkflowId(workflowId, retiredRunId);
  const holds = heldId !== undefined && (await findHeldRun(client, heldId))?.state === 'running';
  if (holds && answer.kind === 'elsewhere' && answer.by === takerAfter(retiredRunId ?? '')) {
    // It has taken the state and starts no run beside this one: it hands over to it.
    answer = await takeFromShelf(client, { ...request, force: true });
  }
  if (answer.kind !== 'taken') return answer;
  return { kind: 'taken', input: answer.run.input, heldWorkflowIds: holds && heldId !== undefined ? [heldId] : [] };
};
