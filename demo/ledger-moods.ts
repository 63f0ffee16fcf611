import type { Faults, FaultSettings } from '../examples/transfer/src/faults';

interface Mood {
  /** What the key does, in the list of keys. */
  readonly does: string;
  /** What the ledger does then. */
  readonly ledger: string;
  readonly faults: Partial<FaultSettings>;
}

const OUTAGE = 1_000_000;
const WORKS: Mood = { does: 'mend the ledger', ledger: 'works', faults: {} };

/** By the key that brings them about. */
const MOODS: ReadonlyMap<string, Mood> = new Map([
  [
    'b',
    {
      does: 'break the ledger: it answers 503 to all, and the breaker opens',
      ledger: 'answers 503 to all',
      faults: { failNext: OUTAGE, failStatus: 503 },
    },
  ],
  [
    'r',
    {
      does: 'have it refuse acc-01 and acc-02 with 422: these keys park, and wait for `sluice keys retry --all`',
      ledger: 'refuses acc-01 and acc-02',
      faults: { failNext: OUTAGE, failStatus: 422, accounts: ['acc-01', 'acc-02'] },
    },
  ],
  ['s', { does: 'slow it down to two seconds a call', ledger: 'takes 2 s a call', faults: { latencyMs: 2_000 } }],
  ['f', WORKS],
]);

/** How the ledger of a demo behaves at the moment, and the keys that change it. */
export class LedgerMoods {
  private mood = WORKS;

  constructor(private readonly faults: Pick<Faults, 'reset' | 'set'>) {}

  static get keys(): readonly (readonly [key: string, does: string])[] {
    return Array.from(MOODS, ([key, { does }]) => [key, does] as const);
  }

  get words(): string {
    return `the ledger ${this.mood.ledger}`;
  }

  /** Returns false if the key brings about no mood. */
  press(key: string): boolean {
    const mood = MOODS.get(key);
    if (mood === undefined) return false;
    this.faults.reset();
    const problems = this.faults.set(mood.faults);
    if (problems.length > 0) throw new Error(problems.join(', '));
    this.mood = mood;
    return true;
  }
}
