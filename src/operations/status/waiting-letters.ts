import type { Client } from '@temporalio/client';
import { describedWorkflow } from '../../temporal/described-workflow';
import type { DecidedKey } from '../keys/waiting-records';

/** Deciding about a record takes less, unless its dead letter cannot be written. */
const LONGER_THAN_MS = 3_000;

/** Keys whose record has failed for good, and that wait until its dead letter can be written. */
export interface WaitingLetters {
  /** At least so many: those of the workflows that were asked. */
  readonly keys: number;
  /** ISO 8601 time since when the first of them waits. */
  readonly since: string;
  /** Why the last attempt has failed, as Temporal has it; null if it does not know. */
  readonly problem: string | null;
}

/** Undefined if no letter has been waited for longer than a moment. */
export const waitingLetters = async (
  client: Client,
  deciding: readonly DecidedKey[],
  now = Date.now(),
): Promise<WaitingLetters | undefined> => {
  const late = deciding.filter(({ since }) => now - since > LONGER_THAN_MS).sort((a, b) => a.since - b.since);
  const [first] = late;
  if (first === undefined) return undefined;
  const described = await describedWorkflow(client.workflow.getHandle(first.workflowId));
  const failures = (described?.raw.pendingActivities ?? []).flatMap(({ activityType, lastFailure }) =>
    activityType?.name === 'rejectRecord' ? (lastFailure?.message ?? []) : [],
  );
  return { keys: late.length, since: new Date(first.since).toISOString(), problem: failures[0] ?? null };
};
