// I7: what is known of a closed run. Normally the run itself tells, by a query that replays its history. If it cannot be
// replayed, its history still has what it began with and every record that it was sent.
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { SNAPSHOT_QUERY, type Carried, type HostInput } from '../../model/contract/contract';
import type { ReopenRequest } from '../../model/contract/effect-contract';
import { isRedriveRequest } from '../../model/wire/key-inputs';
import { isCarried, isHostInput } from '../../model/wire/start-inputs';
import { readClosedRun, type ClosedRun } from './closed-run';
import { isUnanswerable } from './is-unanswerable';
import { triedAtOnce } from './tried-at-once';
import { redoneRun, type RedoneRun } from './redone-run';

export interface KnownRun extends Pick<RedoneRun, 'run'>, Partial<Pick<RedoneRun, 'letters'>> {
  /** What the closed run would have carried into the next; undefined if it had nothing. */
  readonly carried: Carried | undefined;
}

/** `handle` must name the run. @throws whatever may be better at the next attempt. */
export const knownOf = async (handle: WorkflowHandle, { workflowId, start }: ReopenRequest): Promise<KnownRun> => {
  const run = await readClosedRun<unknown>(handle);
  const { input } = run;
  if (isHostInput(input) && !run.refused) {
    const own = { ...run, input };
    // A run that never got a turn has only its own input.
    if (run.tasksCompleted === 0) return { run: triedAtOnce(own), carried: input.carried };
    const carried = await askedFor(handle);
    if (carried !== 'unanswerable') return { run: triedAtOnce(own), carried: carried ?? input.carried };
    const again = redoneRun({ ...own, input: withLaterSequence(own) });
    return { ...again, carried: again.run.input.carried };
  }
  if (start !== undefined) return { run: { ...run, ...start }, carried: undefined };
  const message = `${workflowId} was not started by a gateway: docs/commands.md (keys restart) says how to start it.`;
  throw ApplicationFailure.create({ message });
};

/**
 * The server passes on that the run's code refused to answer, or could not get there. Any other error, such as a worker
 * that is away, may be over at the next attempt, and what the run itself tells is always better.
 */
const askedFor = async (handle: WorkflowHandle): Promise<Carried | undefined | 'unanswerable'> => {
  try {
    const carried = await handle.query<unknown>(SNAPSHOT_QUERY);
    return isCarried(carried) ? carried : undefined;
  } catch (error) {
    if (isUnanswerable(error)) return 'unanswerable';
    throw error;
  }
};

/** Records are handled again under their own idempotency keys; their position tokens must not fall below those sent. */
const withLaterSequence = ({ input, sent, updates, tasksCompleted }: ClosedRun<HostInput>): HostInput => {
  const redriven = updates.map(({ argument }) => (isRedriveRequest(argument) ? argument.letters.length : 0));
  const given = [...sent.map(({ signal }) => signal.records.length), ...redriven];
  const records = given.reduce((sum, one) => sum + one, 0);
  const waiting = input.carried === undefined ? 0 : WAITING;
  const before = Math.max(input.carried?.sequence ?? 0, input.sequenceFrom ?? 0);
  // Each task may have given a number to each record that waited.
  return { ...input, sequenceFrom: before + (records + waiting) * tasksCompleted };
};

/** More records than one workflow can carry. */
const WAITING = 1_000_000;
