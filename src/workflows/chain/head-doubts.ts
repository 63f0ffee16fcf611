import type { KeyAnswer } from '../../model/keys/key-commands';
import type { Redriven } from '../../model/contract/redrive';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { UnknownOutcomes } from '../../model/doubts/unknown-outcomes';
import type { RecordWork } from '../../model/contract/effect-contract';
import type { Chain } from './chain';
import { headRevision } from './head-revision';
import type { InboxEntry } from '../inbox/inbox';
import { pendingDoubts } from '../head/pending-doubts';
import { repeatsEffects } from '../../model/records/repeats-effects';

/**
 * The calls of a chain's head record that may have had their effects (I12). What is known from before a redrive counts
 * until its step is done, or answered by a callback.
 */
export const headDoubts = (chain: Chain): Pick<KeyAnswer, 'doubts'> => {
  const { head } = chain.inbox;
  const before = openDoubts(chain, head?.redriven)?.doubts ?? [];
  const { doubts: known = [] } = head === undefined ? {} : workDoubts(chain, 0, head, headRevision(chain));
  const { all: doubts } = new UnknownOutcomes([...before, ...known]);
  return doubts.length === 0 ? {} : { doubts };
};

/** What is in doubt of the record `index` places behind the head, at its revision, but for what a redriven one brings. */
export const workDoubts = (
  { progress, redone }: Pick<Chain, 'progress' | 'redone'>,
  index: number,
  entry: Pick<InboxEntry, 'stream' | 'position' | 'redriven'>,
  work: Pick<RecordWork, 'revision'>,
): Pick<RecordWork, 'doubts'> => {
  const known = progress.doubtedAt(index, entry, work);
  const again = redone.doubtOf(entry);
  return again === undefined ? known : { doubts: new UnknownOutcomes([...(known.doubts ?? []), again]).all };
};

/** What is known of the head record from before its redrive, without the steps of which more is known now. */
export const openDoubts = (
  { progress, callbacks }: Pick<Chain, 'progress' | 'callbacks'>,
  redriven: Redriven | undefined,
): Redriven | undefined => {
  if (redriven?.doubts === undefined) return redriven;
  const done = new Set(progress.doneSteps);
  const isOpen = ({ step }: UnknownOutcome): boolean =>
    step === undefined || !(done.has(step) || callbacks.answer(step));
  return { ...redriven, doubts: redriven.doubts.filter(isOpen) };
};

/** What is in doubt of the head record, and what it waits for: all that a skip abandons. */
export const abandonedDoubts = (chain: Chain): Pick<KeyAnswer, 'doubts'> => {
  const { doubts: before = [] } = headDoubts(chain);
  const known = new Set(before.map(({ step }) => step));
  const pending = pendingDoubts(chain).filter(({ step }) => !known.has(step));
  const { all: doubts } = new UnknownOutcomes([...before, ...pending]);
  return doubts.length === 0 ? {} : { doubts };
};

/**
 * What another request of the head record would do again under another idempotency key (I12): also what a replay repeats
 * under its first one.
 */
export const anewDoubts = (chain: Chain): Pick<KeyAnswer, 'doubts'> => {
  const abandoned = abandonedDoubts(chain);
  const { head } = chain.inbox;
  if (abandoned.doubts !== undefined || head === undefined || !repeatsEffects(head.stream)) return abandoned;
  // A producer may have set any time.
  return { doubts: [{ since: Math.max(0, Math.trunc(head.record?.timestamp ?? 0)), cause: 'replayed' }] };
};

/**
 * What new effects of the head record would do again (I12): also calls that are done, if the handler was found to make others
 * of them by now.
 */
export const renewedDoubts = (chain: Chain): Pick<KeyAnswer, 'doubts'> => {
  const { doubts: before = [] } = anewDoubts(chain);
  const { block, progress } = chain;
  if (block?.failure.code !== 'request-changed') return anewDoubts(chain);
  const { step } = block.failure;
  const done = progress.doneBefore(Date.now(), headRevision(chain)).filter(({ cause }) => cause === 'done-before');
  // The step that was found changed comes first: a command that is refused names one.
  const changed = [...done.filter((one) => one.step === step), ...done.filter((one) => one.step !== step)];
  const doubts = [...changed, ...before.filter((doubt) => !changed.some((one) => one.step === doubt.step))];
  return doubts.length === 0 ? {} : { doubts };
};
