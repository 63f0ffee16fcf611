import type { StepResult } from '../../model/contract/contract';
import { isWait } from './is-wait';

/** Steps of calls that are done and of children that are: a child that is done is another one after an edit. */
export const endedSteps = (results: ReadonlyMap<string, StepResult>): readonly string[] =>
  Array.from(results).flatMap(([step, kept]) =>
    isWait(kept) && (kept.wait !== 'child' || kept.completed === undefined) ? [] : [step],
  );
