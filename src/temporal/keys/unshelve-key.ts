import type { Client } from '@temporalio/client';
import { findHeldRun } from './held-run';
import type { ShelfFinding, TakeAnswer, TakeRequest } from '../../model/contract/shelf-contract';
import { heldWorkflowId } from '../../model/names/workflow-id';
import { takeFromShelf } from './shelf-access';

/** A held-key workflow uses this name to take what the retired run has put on the shelf. */
export const takerAfter = (runId: string): string => `after ${runId}`;

/**
 * Returns what a run finds if it begins with nothing because Temporal knows no run before it. A bridge may have found
 * the retired run just before it was forgotten: then a held-key workflow has earlier records than this run's.
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
  // The held-key workflow has taken the state and starts no run beside this one: it hands over to it.
  const forced = await takeFromShelf(client, { ...request, force: true });
  return forced.kind === 'taken' ? finding(forced, [heldId]) : forced;
};

/** The run that has retired, if its state went to the held-key workflow that follows this very run. */
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
