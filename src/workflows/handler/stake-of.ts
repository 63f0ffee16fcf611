import type { StepResult } from '../../model/contract/contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';
import type { Chain } from '../chain/chain';
import { isWait } from '../head/step-results';

/** What would be lost if a step of the head record were taken for something else. */
export interface Stake {
  readonly kind: string;
  /** What was asked for, if that is known and must stay the same. */
  readonly text?: string;
  /** Revision of the record at that time; -1 if older versions did not keep it. */
  readonly revision: number;
  /** True if nothing of it is in doubt: it is done, waited for, or a child is. */
  readonly sure?: true;
}

/** Undefined if the step has done nothing, and nothing is in doubt of it. `doubts`: those of the revision. */
export const stakeOf = (
  { progress, callbacks }: Chain,
  step: string,
  revision: number,
  doubts: readonly UnknownOutcome[],
): Stake | undefined => {
  const kind =
    callbacks.get(step) === undefined ? kindOf(progress.steps.get(step), step, progress.childrenUnderWay) : 'callback';
  const claim = progress.claims.get(step);
  if (kind !== undefined) {
    // Older versions kept no claims. Then nobody knows whether it was done before the record was edited.
    const since = claim?.revision ?? (revision === 0 ? 0 : -1);
    return { kind, revision: since, sure: true, ...defined({ text: claim?.text() }) };
  }
  const doubt = doubts.find((one) => one.step === step);
  return doubt && inDoubt(doubt, claim?.revision === revision ? claim.text() : undefined, revision);
};

/** `text`: what the step was claimed for at this revision, if that is known. */
const inDoubt = (
  { cause, destination }: UnknownOutcome,
  text: string | undefined,
  revision: number,
): Stake | undefined => {
  if (cause === 'child-begun') return { kind: 'child', revision };
  // What has no destination may have been a child.
  if (destination === undefined) return undefined;
  // The activity compares the request, too, but that of a deferred call comes after all calls of the handler.
  return { kind: 'call', revision, ...defined({ text }) };
};

const kindOf = (result: StepResult | undefined, step: string, children: readonly string[]): string | undefined => {
  if (children.includes(step)) return 'child';
  if (result === undefined) return undefined;
  if (!isWait(result)) return 'call';
  // A child that failed is followed by another one.
  return result.wait === 'child' && result.completed === undefined ? undefined : result.wait;
};
