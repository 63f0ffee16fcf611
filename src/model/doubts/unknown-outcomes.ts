import type { UnknownOutcome } from '../contract/unknown-outcome';
import { defined } from '../defined';

/** The calls of one record whose outcomes nobody knows (I12): one entry for each idempotency key, oldest first. */
export class UnknownOutcomes {
  private known: readonly UnknownOutcome[] = [];

  constructor(known: readonly UnknownOutcome[] = []) {
    this.replace(known);
  }

  get all(): readonly UnknownOutcome[] {
    return this.known;
  }

  /**
   * What may have happened under the key that a step has at this revision; also what cannot be told apart from it. A call
   * that was lost with its worker may have been the first one of the step.
   */
  of(step: string, revision = 0): UnknownOutcome | undefined {
    const known = this.exactly(step, revision);
    const lost = this.known.find((one) => isLost(one, revision));
    if (known === undefined || lost === undefined) return known ?? lost;
    return { ...known, since: Math.min(known.since, lost.since) };
  }

  /** What is known of the step's own call at this revision. */
  exactly(step: string, revision = 0): UnknownOutcome | undefined {
    return this.known.find((one) => sameKey(one, { step, revision }));
  }

  /** Adds a call. Of several under one key, the first one counts, and the request that is known. */
  note(outcome: UnknownOutcome): void {
    const before = this.known.find((one) => sameKey(one, outcome));
    const others = this.known.filter((one) => one !== before);
    this.known = sorted([...others, before === undefined ? outcome : merged(before, outcome)]);
  }

  /**
   * Adds a call that has just ended without a known outcome. What the API refused before says nothing of this one: it may
   * be at work on it.
   */
  noteCall(outcome: UnknownOutcome): void {
    this.known = this.known.map((one) => (mayConcern(outcome, one) ? without(one, ['refusedSince']) : one));
    this.note(outcome);
  }

  /** An operator tries again: refusals and answers that cannot be read count from here. */
  retried(): void {
    this.known = this.known.map((one) => without(one, ['refusedSince', 'unreadable']));
  }

  /** Forgets a step that is done: at this revision, or at all if none is given. */
  done(step: string, revision?: number): void {
    this.known = this.known.filter(
      (one) => one.step !== step || (revision !== undefined && (one.revision ?? 0) !== revision),
    );
  }

  replace(known: readonly UnknownOutcome[]): void {
    const byKey = new Map<string, UnknownOutcome>();
    for (const one of known) {
      const key = `${one.revision ?? 0}${one.step === undefined ? '' : ` ${one.step}`}`;
      const before = byKey.get(key);
      byKey.set(key, before === undefined ? one : merged(before, one));
    }
    this.known = sorted(Array.from(byKey.values()));
  }

  clear(): void {
    this.known = [];
  }
}

type Key = Pick<UnknownOutcome, 'step' | 'revision'>;

const sameKey = (one: Key, { step, revision = 0 }: Key): boolean =>
  one.step === step && (one.revision ?? 0) === revision;

const isLost = (one: UnknownOutcome, revision: number): boolean => sameKey(one, { revision });

/** A call that was lost with its worker may have been any. */
const mayConcern = ({ step, revision = 0 }: Key, one: Key): boolean =>
  (one.revision ?? 0) === revision && (step === undefined || one.step === step);

const without = (one: UnknownOutcome, names: readonly string[]): UnknownOutcome =>
  Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name))) as unknown as UnknownOutcome;

const sorted = (outcomes: UnknownOutcome[]): readonly UnknownOutcome[] =>
  outcomes.sort((one, other) => one.since - other.since);

const merged = (before: UnknownOutcome, later: UnknownOutcome): UnknownOutcome => {
  const [first, second] = before.since <= later.since ? [before, later] : [later, before];
  return { ...second, ...first, ...counts(before, later) };
};

const counts = (before: UnknownOutcome, later: UnknownOutcome): Pick<UnknownOutcome, 'unreadable' | 'refusedSince'> => {
  const unreadable = Math.max(before.unreadable ?? 0, later.unreadable ?? 0);
  const refusedSince = Math.min(before.refusedSince ?? Infinity, later.refusedSince ?? Infinity);
  return {
    ...(unreadable === 0 ? {} : { unreadable }),
    ...(refusedSince === Infinity ? {} : { refusedSince }),
  };
};

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
