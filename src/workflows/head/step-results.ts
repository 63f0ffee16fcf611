import type { StepResult } from '../../model/contract/contract';
import type { RememberedWait } from '../../model/contract/remembered-wait';

/** True if the step is a wait of the handler, or a child, and no call. */
export const isWait = (result: StepResult): result is RememberedWait => result !== null && 'wait' in result;

/** Steps of calls that are done and of children that are: a child that is done is another one after an edit. */
export const endedSteps = (results: ReadonlyMap<string, StepResult>): readonly string[] =>
  Array.from(results).flatMap(([step, kept]) =>
    isWait(kept) && (kept.wait !== 'child' || kept.completed === undefined) ? [] : [step],
  );

/** Steps whose children were begun, or are `asked` for now and perhaps begun, and are not done. */
export const openChildren = (
  results: ReadonlyMap<string, StepResult>,
  asked: ReadonlySet<string>,
): readonly string[] => {
  const begun = Array.from(results).flatMap(([step, kept]) =>
    isWait(kept) && kept.wait === 'child' && kept.started === true && kept.completed === undefined ? [step] : [],
  );
  return Array.from(new Set([...begun, ...asked]));
};
