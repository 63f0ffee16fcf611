// A destination's gate: open, or closed while the destination refuses everyone, because our credentials are not taken
// or because it is called too often. It closes when different keys were refused in a row, with no call taken between
// them. One refused key only waits by itself: the answer may be about its record, and must not stop the others (I10).
import type { Refusal } from './refusal';

/** How many keys must be refused in a row, by whether the answer is surely meant for all. */
const WITNESSES = { sure: 2, unsure: 3 } as const;
/**
 * How often a key is refused although calls of others that began later were taken, until its refusal is its own. An API
 * of several nodes may take new credentials on one of them first.
 */
const CONTRADICTIONS = { sure: 2, unsure: 1 } as const;
/** Credentials may be mended at any moment, and then nothing should wait for long. */
const LONGEST_CREDENTIALS_MS = 15_000;
const MOST_DOUBTS = 1_000;

/** What came of a call; `unknown` says nothing about the gate: no answer, or an answer of a sick receiver. */
export type GateAnswer = Refusal | 'taken' | 'unknown';
/** `own`: the result is the record's. Otherwise the key is postponed, by itself or with all others. */
export type GateRuling = 'own' | 'closed' | { readonly aloneForMs: number };

export type GateListener = (state: 'closed' | 'open', refusal: Pick<Refusal, 'reason' | 'message'>) => void;

export interface GatePace {
  /** The pause before the first probe and the factor by which it grows, if the destination asks for less. */
  readonly initialMs: number;
  readonly factor: number;
  readonly maximumMs: number;
  readonly probes: number;
}

/** Until when a key was told to wait. */
interface Asked {
  readonly key: string;
  readonly until: number;
}

interface Closing {
  refusal: Refusal;
  until: number;
  round: number;
  probing: number;
  /** The two keys that were told to wait longest: the word of one alone, perhaps over its own quota, is not for all. */
  asked: readonly Asked[];
}

/** A key that was refused while the gate was open. */
interface Doubt {
  /** The number of the last call begun before. */
  readonly after: number;
  readonly times: number;
  readonly contradicted: number;
  readonly until: number;
}

export class DestinationGate {
  private closing: Closing | undefined;
  /** Number of the call that has begun last: they are numbered in this order. */
  private callNumber = 0;
  private lastTaken = 0;
  private readonly doubts = new Map<string, Doubt>();

  constructor(
    private readonly pace: GatePace,
    private readonly changed: GateListener = () => undefined,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Why no call may begin now, and for how long; 0 if that depends on probes under way. Undefined if one may. */
  get closed(): { readonly refusal: Refusal; readonly forMs: number } | undefined {
    if (this.closing === undefined) return undefined;
    const { refusal, until, probing } = this.closing;
    const forMs = Math.max(0, until - this.now());
    return forMs === 0 && probing < this.pace.probes ? undefined : { refusal, forMs };
  }

  /** Begins a call, which `closed` allows. The result must be called once, when the call has ended. */
  enter(key: string): (answer: GateAnswer) => GateRuling {
    this.callNumber += 1;
    const number = this.callNumber;
    const probed = this.closing;
    if (probed !== undefined) probed.probing += 1;
    return (answer) => {
      if (probed !== undefined) probed.probing -= 1;
      if (answer === 'unknown') return 'own';
      if (answer !== 'taken') return this.refused(key, answer, probed);
      this.taken(key, number, probed);
      return 'own';
    };
  }

  /** What was taken before the gate closed does not open it: its call began before the refusals. */
  private taken(key: string, number: number, probed: Closing | undefined): void {
    this.lastTaken = Math.max(this.lastTaken, number);
    this.doubts.delete(key);
    const { closing } = this;
    if (closing === undefined || probed !== closing) return;
    this.closing = undefined;
    this.changed('open', closing.refusal);
  }

  private refused(key: string, refusal: Refusal, probed: Closing | undefined): GateRuling {
    const { closing } = this;
    if (closing === undefined) return this.doubted(key, refusal);
    const now = this.now();
    const until = now + refusal.leastMs;
    closing.asked = longest([...closing.asked, { key, until }]);
    if (probed === closing && now >= closing.until) {
      closing.round += 1;
      this.close(closing, refusal);
    } else closing.until = Math.max(closing.until, witnessed(closing));
    return this.whileClosed(closing, until);
  }

  /** A key that was told to wait longer than all wait does so by itself, and another one probes. */
  private whileClosed(closing: Closing, until: number): GateRuling {
    return until > closing.until ? { aloneForMs: Math.ceil(until - this.now()) } : 'closed';
  }

  private doubted(key: string, refusal: Refusal): GateRuling {
    const trust = refusal.sure ? 'sure' : 'unsure';
    const before = this.doubts.get(key);
    const { after = Infinity, times = 0 } = before ?? {};
    const contradicted = (before?.contradicted ?? 0) + (this.lastTaken > after ? 1 : 0);
    const until = this.now() + refusal.leastMs;
    this.remember(key, { after: this.callNumber, times: times + 1, contradicted, until });
    if (contradicted >= CONTRADICTIONS[trust]) return 'own';
    if (this.inARow() >= WITNESSES[trust]) {
      const asked = longest(Array.from(this.witnesses(), ([name, doubt]) => ({ key: name, until: doubt.until })));
      this.doubts.clear();
      this.closing = { refusal, until: 0, round: 0, probing: 0, asked };
      this.close(this.closing, refusal);
      return this.whileClosed(this.closing, until);
    }
    // If nobody else was refused meanwhile, this one has no witness.
    if (!refusal.sure && before !== undefined) return 'own';
    return { aloneForMs: Math.ceil(Math.max(refusal.leastMs, this.pauseMs(refusal, times))) };
  }

  private close(closing: Closing, refusal: Refusal): void {
    closing.refusal = refusal;
    closing.until = Math.max(this.now() + this.pauseMs(refusal, closing.round), witnessed(closing));
    this.changed('closed', refusal);
  }

  private inARow(): number {
    return this.witnesses().length;
  }

  private witnesses(): readonly (readonly [key: string, doubt: Doubt])[] {
    return Array.from(this.doubts).filter(([, { after }]) => after >= this.lastTaken);
  }

  private remember(key: string, doubt: Doubt): void {
    this.doubts.delete(key);
    this.doubts.set(key, doubt);
    const [oldest] = this.doubts.keys();
    if (this.doubts.size > MOST_DOUBTS && oldest !== undefined) this.doubts.delete(oldest);
  }

  private pauseMs({ reason }: Refusal, round: number): number {
    const { initialMs, factor, maximumMs } = this.pace;
    const most = reason === 'credentials-refused' ? Math.min(maximumMs, LONGEST_CREDENTIALS_MS) : maximumMs;
    return Math.min(most, initialMs * factor ** round);
  }
}

/** The two keys that were told to wait longest. */
const longest = (asked: readonly Asked[]): readonly Asked[] => {
  const byKey = new Map<string, number>();
  for (const { key, until } of asked) byKey.set(key, Math.max(until, byKey.get(key) ?? 0));
  return Array.from(byKey, ([key, until]) => ({ key, until }))
    .sort((one, other) => other.until - one.until)
    .slice(0, 2);
};

/** Until when two different keys were told to wait. */
const witnessed = ({ asked }: Closing): number => asked[1]?.until ?? 0;
