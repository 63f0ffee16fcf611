import type { Effect, RecordWork } from '../contract/effect-contract';
import type { UnknownOutcome } from '../contract/unknown-outcome';
import { defined } from '../defined';
import { fewDoubts } from './unknown-outcomes';
import { isSafe } from './is-safe';

/** Where a request is made elsewhere, no more is known of it than its step. */
type Calls = readonly (Pick<Effect, 'step'> & Partial<Effect>)[];

/**
 * What may have happened of a record whose attempt was lost, so that nobody knows how far it got: each of its calls that
 * is not done and asks for something (I12). Where its calls are not known, it may have been any. Of very many, the next
 * ones are named, since calls are made in order: what is in doubt goes into each input of an activity (I10).
 */
export const lostCalls = (
  { effects, done = [], revision = 0 }: Pick<RecordWork, 'done' | 'revision'> & { readonly effects?: Calls },
  since: number,
): readonly UnknownOutcome[] => {
  const lost = { since, cause: 'worker-lost', ...(revision === 0 ? {} : { revision }) } as const;
  if (effects === undefined) return [lost];
  const settled = new Set(done);
  const open = effects.filter((effect) => !settled.has(effect.step) && !isSafe(effect));
  return fewDoubts(open.map(({ step, destination }) => ({ step, ...defined({ destination }), ...lost })));
};
