import type { HeadProgress } from './head-progress';

/**
 * A handler wants the answer of a step that was done when nobody asked for one: a deploy has made a call of what was
 * deferred. It is made again, as what is known to be done (I12).
 */
export const askedAgain = (progress: HeadProgress, step: string): void => {
  if (progress.steps.get(step) !== null) return;
  const call = progress.callOf(step) ?? { step, since: 0 };
  progress.redo([step]);
  progress.inDoubt({ ...call, cause: 'done-before' });
};
