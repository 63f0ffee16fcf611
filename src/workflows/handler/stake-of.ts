import type { StepResult } from '../../model/contract/contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import type { Chain } from '../chain/chain';
import { isWait } from '../chain/is-wait';

/** What would be lost if a step of the head record were taken for something else. */
export interface Stake {
  readonly kind: string;
  /** What was asked for, if that is known and must stay the same. */
  readonly text?: string;
  /** Revision of the record at that time; -1 if older versions did not keep it. */
  readonly revision: number;
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
    return claim === undefined ? { kind, revision: since } : { kind, text: claim.text(), revision: since };
  }
  const doubt = doubts.find((one) => one.step === step);
  if (doubt?.cause === 'child-begun') return { kind: 'child', revision };
  // Of a call in doubt, the activity compares the request. What has no destination may have been a child.
  return doubt?.destination === undefined ? undefined : { kind: 'call', revision };
};

const kindOf = (result: StepResult | undefined, step: string, children: readonly string[]): string | undefined => {
  if (children.includes(step)) return 'child';
  if (result === undefined) return undefined;
  if (!isWait(result)) return 'call';
  // A child that failed is followed by another one.
  return result.wait === 'child' && result.completed === undefined ? undefined : result.wait;
};
