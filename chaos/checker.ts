import { checkEffects, firstEffects } from './check-effects';
import { checkBytes } from './check-bytes';
import { checkEnd } from './check-end';
import { checkPublished } from './check-published';
import { checkReplays } from './check-replays';
import type { Facts } from './facts';
import { percentile } from './percentile';
import { recoveryTimes, type Recovery } from './recovery-times';
import type { Violation, ViolationKind } from './violation';

/** Field names are a contract: checks read them. */
export interface ChaosResult {
  readonly records: number;
  readonly kills: number;
  readonly lost: number;
  readonly duplicateEffects: number;
  readonly outOfOrder: number;
  readonly duplicatePublished: number;
  readonly recoverySecondsP50: number;
  readonly recoverySecondsMax: number;
  readonly seed: number;
  readonly faults: number;
  /** Calls that a receiver without idempotency keys would have taken for effects. They are no violation. */
  readonly repeats: number;
  readonly overlaps: number;
  readonly published: number;
  readonly committedTooFar: number;
  /** Number of all violations, whatever their kind. */
  readonly violations: number;
}

export interface Verdict {
  readonly result: ChaosResult;
  readonly violations: readonly Violation[];
  readonly recoveries: readonly Recovery[];
}

/** Counts a record once that had no effect and was not published either. */
const lostRecords = (violations: readonly Violation[]): number =>
  new Set(
    violations
      .filter(({ kind }) => kind === 'lost' || kind === 'not-published')
      .map(({ what }) => what.split(' of ')[0]),
  ).size;

/** Judges by facts from outside alone. It is pure: the same facts give the same verdict. */
export const check = (facts: Facts): Verdict => {
  const violations = [
    ...checkEffects(facts),
    ...checkBytes(facts),
    ...checkReplays(facts),
    ...checkPublished(facts),
    ...checkEnd(facts),
  ];
  const count = (...kinds: readonly ViolationKind[]): number =>
    violations.filter(({ kind }) => kinds.includes(kind)).length;
  const recoveries = recoveryTimes(facts);
  const seconds = recoveries.map((recovery) => recovery.seconds);
  const effects = firstEffects(facts.calls).length;
  return {
    result: {
      records: facts.records.length,
      kills: facts.kills,
      lost: lostRecords(violations),
      duplicateEffects: count('duplicate-effect', 'phantom'),
      outOfOrder: count('out-of-order', 'published-out-of-order'),
      duplicatePublished: count('duplicate-published', 'phantom-published'),
      recoverySecondsP50: percentile(seconds, 0.5),
      recoverySecondsMax: Math.max(0, ...seconds),
      seed: facts.seed,
      faults: facts.faults.length,
      repeats: facts.calls.filter(({ effective }) => effective).length - effects,
      overlaps: count('overlap'),
      published: facts.published.length,
      committedTooFar: count('committed-too-far'),
      violations: violations.length,
    },
    violations,
    recoveries,
  };
};
