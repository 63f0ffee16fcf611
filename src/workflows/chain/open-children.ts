import type { StepResult } from '../../model/contract/contract';
import { isWait } from './is-wait';

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
