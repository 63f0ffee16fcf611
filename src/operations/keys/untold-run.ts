// I12: a closed run that cannot be replayed cannot tell what it had done, so that restarting its key does it again.
import type { Client, WorkflowHandle } from '@temporalio/client';
import { SNAPSHOT_QUERY, type HostInput } from '../../model/contract/contract';
import { isHostInput } from '../../model/wire/start-inputs';
import { readClosedRun } from '../../temporal/keys/closed-run';
import { isUnanswerable } from '../../temporal/keys/is-unanswerable';
import { KnownCommands } from '../../temporal/keys/known-commands';
import { lostCommands, type LostCommand } from '../../temporal/keys/redone-run';

const QUERY_MS = 15_000;
const MAX_NAMED = 10;

/** What an operator must know before the key of a closed run is restarted; undefined if the run tells what it did. */
export const untoldWords = async (client: Client, workflowId: string, runId: string): Promise<string | undefined> => {
  const handle = client.workflow.getHandle(workflowId, runId);
  const told = await client.withDeadline(Date.now() + QUERY_MS, () => asked(handle));
  if (told === 'told') return undefined;
  const run = await readClosedRun<HostInput>(handle);
  // A run without a turn did nothing, and a stranger's has nothing to tell.
  if (run.tasksCompleted === 0 || run.refused || !isHostInput(run.input)) return undefined;
  const known = new KnownCommands(run);
  const lost = lostCommands(run, known);
  if (told === 'unknown') return lost.length === 0 ? undefined : `${UNASKED} ${lostWords(lost)}`;
  const records = run.sent.reduce((sum, { signal }) => sum + signal.records.length, 0);
  const since = new Date(run.startedAt).toISOString();
  const again = `The run of ${workflowId} cannot be replayed and cannot tell what it has done. The ${records} records that it was sent since ${since} would be handled again under their first idempotency keys, also those that were skipped or dead-lettered, and count as perhaps done.${knownWords(known)}`;
  return lost.length === 0 ? again : `${again} ${lostWords(lost)}`;
};

const UNASKED =
  'No worker could ask the closed run what it has done. If it cannot be replayed, its records are handled again under their first idempotency keys.';

const knownWords = ({ edits, letters }: KnownCommands): string => {
  const redriven = letters.reduce((sum, { letters: some }) => sum + some.length, 0);
  const edited = ` Records that were edited come back as they were edited, under the keys of their edits: ${edits.size}.`;
  const back = ` Dead letters that were redriven come back, too: ${redriven}.`;
  return `${edits.size === 0 ? '' : edited}${redriven === 0 ? '' : back}`;
};

const lostWords = (lost: readonly LostCommand[]): string => {
  const named = lost.slice(0, MAX_NAMED).map(({ verb, chain, offset }) => {
    const record = offset === undefined ? 'a record' : `offset ${offset}`;
    return `${verb} of ${record} of ${chain}`;
  });
  const rest = lost.length > MAX_NAMED ? ` and ${lost.length - MAX_NAMED} more` : '';
  return `What operators did would not be known any more: ${named.join(', ')}${rest}.`;
};

/** `unknown`: nobody could answer now. */
const asked = async (handle: WorkflowHandle): Promise<'told' | 'untold' | 'unknown'> => {
  try {
    await handle.query(SNAPSHOT_QUERY);
    return 'told';
  } catch (error) {
    return isUnanswerable(error) ? 'untold' : 'unknown';
  }
};
