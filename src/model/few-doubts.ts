import type { UnknownOutcome } from './contract/unknown-outcome';
import { defined } from './defined';

/** The most that a letter has, and that are read from one, which anybody may have written. */
export const MOST_DOUBTS = 20;

/** As many as a letter and a redriven record may have, and as a lost attempt leaves. Those beyond are remembered as calls of which none is named. */
export const fewDoubts = (doubts: readonly UnknownOutcome[]): readonly UnknownOutcome[] => {
  const kept = doubts.slice(0, MOST_DOUBTS - 1);
  const [first, ...others] = doubts.slice(MOST_DOUBTS - 1);
  if (first === undefined || others.length === 0) return doubts;
  const since = others.reduce((earliest, one) => Math.min(earliest, one.since), first.since);
  return [...kept, { since, cause: first.cause, ...defined({ revision: first.revision }) }];
};
