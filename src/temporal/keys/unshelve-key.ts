import type { Client } from '@temporalio/client';
import { findHeldRun } from './held-run';
import type { ShelfFinding, TakeAnswer, TakeRequest } from '../../model/contract/shelf-contract';
import { heldWorkflowId } from '../../model/workflow-id';
import { takeFromShelf } from './shelf-access';

/** Under this name a held-key workflow takes what the run that retired has put on the shelf. */
export const takerAfter = (runId: string): string => `after ${runId}`;

/**
 * What a run finds that begins with nothing, since Temporal knows none before it. A bridge may have found the retired run
 * just before that was forgotten: then a held-key workflow has records that come before those of this run.
 */
export const unshelveKey = async (client: Client, request: TakeRequest): Promise<ShelfFinding> => {
  const answer = await takeFromShelf(client, request);
  if (answer.kind === 'taken') {
    const heldId = heldWorkflowId(request.workflowId, answer.run.runId);
    return finding(answer, (await holds(client, heldId)) ? [heldId] : []);
  }
  const retiredRunId = ownTaker(answer);
  if (retiredRunId === undefined) return answer;
  const heldId = heldWorkflowId(request.workflowId, retiredRunId);
  if (!(await holds(client, heldId))) return answer;
  // It has taken the state, and starts no run beside this one: it hands over to it.
  const forced = await takeFromShelf(client, { ...request, force: true });
  return forced.kind === 'taken' ? finding(forced, [heldId]) : forced;
};

/** The run that has retired, where the state went to the held-key workflow that follows just that run. */
const ownTaker = (answer: TakeAnswer): string | undefined =>
  answer.kind === 'elsewhere' && answer.runId !== undefined && answer.by === takerAfter(answer.runId)
    ? answer.runId
    : undefined;

const finding = (
  { run: { input } }: Extract<TakeAnswer, { kind: 'taken' }>,
  heldWorkflowIds: readonly string[],
): ShelfFinding => ({ kind: 'taken', input, heldWorkflowIds });

const holds = async (client: Client, heldId: string): Promise<boolean> =>
  (await findHeldRun(client, heldId))?.state === 'running';
