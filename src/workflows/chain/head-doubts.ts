import type { KeyAnswer } from '../../model/key-commands';
import type { Redriven } from '../../model/contract/redrive';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { UnknownOutcomes } from '../../model/unknown-outcomes';
import type { Chain } from './chain';

/**
 * The calls of a chain's head record that may have had their effects (I12). What is known from before a redrive counts
 * until its step is done, or answered by a callback.
 */
export const headDoubts = (chain: Chain): Pick<KeyAnswer, 'doubts'> => {
  const before = openDoubts(chain, chain.inbox.head?.redriven);
  const { all: doubts } = new UnknownOutcomes([...(before?.doubts ?? []), ...chain.progress.doubts]);
  return doubts.length === 0 ? {} : { doubts };
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
