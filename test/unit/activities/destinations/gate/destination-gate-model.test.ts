// The gate beside a list of everything that was answered while it was open. The gate keeps one doubt per key; the model
// keeps all answers, and asks them anew each time.
import fc from 'fast-check';
import {
  DestinationGate,
  type GateAnswer,
  type GateRuling,
} from '../../../../../src/activities/destinations/gate/destination-gate';
import type { Refusal } from '../../../../../src/activities/destinations/gate/refusal';
import { cases } from '../../../../support/width';

const PACE = { initialMs: 100, factor: 2, maximumMs: 20_000, probes: 2 };
const SURE: Refusal = { reason: 'overloaded', message: 'HTTP 429', leastMs: 0, sure: true };
const LATER: Refusal = { ...SURE, leastMs: 700 };
const UNSURE: Refusal = { reason: 'credentials-refused', message: 'HTTP 403', leastMs: 0, sure: false };

type Step =
  | { readonly kind: 'enter'; readonly key: string }
  | { readonly kind: 'end'; readonly at: number; readonly answer: GateAnswer }
  | { readonly kind: 'pass'; readonly ms: number };

interface Heard {
  readonly key: string;
  readonly refused: boolean;
  /** Number of the call. */
  readonly call: number;
  /** How many calls had begun when the answer came. */
  readonly after: number;
  /** Until when it was told to wait. */
  readonly until: number;
}

interface Closed {
  /** All that keys were told while the gate was closed, and by what closed it. */
  asked: { readonly key: string; readonly until: number }[];
  until: number;
  round: number;
  probing: number;
}

class World {
  private clock = 0;
  private begun = 0;
  private heard: Heard[] = [];
  private closed: Closed | undefined;
  private readonly gate = new DestinationGate(PACE, undefined, () => this.clock);
  private readonly underWay: {
    readonly key: string;
    readonly call: number;
    readonly probes: Closed | undefined;
    readonly end: (answer: GateAnswer) => GateRuling;
  }[] = [];

  take(step: Step): void {
    if (step.kind === 'pass') this.clock += step.ms;
    if (step.kind === 'enter') this.enter(step.key);
    if (step.kind === 'end') this.end(step.at, step.answer);
    expect(this.gate.closed?.forMs).toBe(this.forMs);
  }

  private get forMs(): number | undefined {
    if (this.closed === undefined) return undefined;
    const { until, probing } = this.closed;
    if (until <= this.clock) return probing < PACE.probes ? undefined : 0;
    return until - this.clock;
  }

  private enter(key: string): void {
    if (this.forMs !== undefined || this.underWay.some((call) => call.key === key)) return;
    this.begun += 1;
    if (this.closed !== undefined) this.closed.probing += 1;
    this.underWay.push({ key, call: this.begun, probes: this.closed, end: this.gate.enter(key) });
  }

  private end(at: number, answer: GateAnswer): void {
    const [ended] = this.underWay.splice(at % Math.max(1, this.underWay.length), 1);
    if (ended === undefined) return;
    if (ended.probes !== undefined) ended.probes.probing -= 1;
    const ruling = ended.end(answer);
    if (answer === 'unknown') expect(ruling).toBe('own');
    else if (this.closed !== undefined) this.endedWhileClosed(this.closed, ended, answer, ruling);
    else this.endedWhileOpen(ended, answer, ruling);
  }

  private endedWhileClosed(
    closed: Closed,
    { key, probes }: { readonly key: string; readonly probes: Closed | undefined },
    answer: GateAnswer,
    ruling: GateRuling,
  ): void {
    if (answer === 'taken') {
      expect(ruling).toBe('own');
      if (probes === closed) this.closed = undefined;
    } else if (typeof answer === 'object') {
      const again = probes === closed && closed.until <= this.clock;
      if (again) closed.round += 1;
      closed.asked.push({ key, until: this.clock + answer.leastMs });
      const before = again ? this.clock + pause(answer, closed.round) : closed.until;
      closed.until = Math.max(before, secondLongest(closed));
      this.expectWhileClosed(closed, answer, ruling);
    }
  }

  /** Who was told to wait longer than all do waits alone. */
  private expectWhileClosed(closed: Closed, { leastMs }: Refusal, ruling: GateRuling): void {
    expect(ruling).toEqual(this.clock + leastMs > closed.until ? { aloneForMs: leastMs } : 'closed');
  }

  private endedWhileOpen({ key, call }: { key: string; call: number }, answer: GateAnswer, ruling: GateRuling): void {
    const until = this.clock + (typeof answer === 'object' ? answer.leastMs : 0);
    this.heard.push({ key, call, refused: answer !== 'taken', after: this.begun, until });
    const expected = typeof answer === 'object' ? this.refused(key, answer) : 'own';
    if (expected !== 'closed' || typeof answer !== 'object') {
      expect(ruling).toEqual(expected);
      return;
    }
    const asked = this.inARow().map((one) => ({ key: one.key, until: one.until }));
    this.closed = { asked, until: 0, round: 0, probing: 0 };
    this.closed.until = Math.max(this.clock + pause(answer, 0), secondLongest(this.closed));
    this.expectWhileClosed(this.closed, answer, ruling);
    this.heard = [];
  }

  private refused(key: string, answer: Refusal): GateRuling {
    const own = this.refusalsOf(key);
    // Each refusal but the last is contradicted if a call that began later was taken before the next refusal.
    const contradicted = own.filter((refusal, index) => {
      const next = own[index + 1];
      return next !== undefined && this.takenBetween(refusal, next);
    }).length;
    const inARow = this.inARow().length;
    if (contradicted >= (answer.sure ? 2 : 1)) return 'own';
    if (inARow >= (answer.sure ? 2 : 3)) return 'closed';
    return !answer.sure && own.length > 1
      ? 'own'
      : { aloneForMs: Math.max(answer.leastMs, pause(answer, own.length - 1)) };
  }

  /** The last refusals of keys since which no call was taken. */
  private inARow(): readonly Heard[] {
    return Array.from(new Set(this.heard.map((one) => one.key))).flatMap((name) => {
      const last = this.refusalsOf(name).at(-1);
      return last !== undefined && !this.takenBetween(last, undefined) ? [last] : [];
    });
  }

  /** Those since a call of the key itself was taken. */
  private refusalsOf(key: string): readonly Heard[] {
    const its = this.heard.filter((one) => one.key === key);
    return its.slice(its.findLastIndex(({ refused }) => !refused) + 1);
  }

  private takenBetween(first: Heard, next: Heard | undefined): boolean {
    const end = next === undefined ? this.heard.length : this.heard.indexOf(next);
    return this.heard.slice(this.heard.indexOf(first), end).some(({ refused, call }) => !refused && call > first.after);
  }
}

const pause = ({ reason }: Refusal, round: number): number =>
  Math.min(reason === 'overloaded' ? PACE.maximumMs : 15_000, 100 * 2 ** round);

/** The second longest of the times that different keys were told. */
const secondLongest = ({ asked }: Closed): number => {
  const keys = Array.from(new Set(asked.map(({ key }) => key)));
  const longest = keys.map((key) => Math.max(...asked.filter((one) => one.key === key).map(({ until }) => until)));
  return longest.sort((one, other) => other - one)[1] ?? 0;
};

test('A gate closes, probes, opens and rules over each key as the list of all answers says.', () => {
  const answer = fc.constantFrom<GateAnswer>('taken', 'taken', SURE, SURE, LATER, UNSURE, UNSURE, 'unknown');
  const step = fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ kind: fc.constant('enter'), key: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
    fc.record({ kind: fc.constant('end'), at: fc.nat(9), answer }),
    fc.record({ kind: fc.constant('pass'), ms: fc.nat(900) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150, size: 'max' }), (steps) => {
      const world = new World();
      for (const one of steps) world.take(one);
    }),
    { numRuns: cases(300) },
  );
});

test('I10: A key that is told to wait for an hour withholds no other key for longer than the gate pauses at most.', () => {
  let clock = 0;
  const gate = new DestinationGate({ ...PACE, probes: 1 }, undefined, () => clock);
  const HOUR: Refusal = { ...SURE, leastMs: 3_600_000 };
  gate.enter('good')({ ...SURE, leastMs: 1_000 });
  expect(gate.enter('bad')(HOUR)).toEqual({ aloneForMs: 3_600_000 });
  expect(gate.closed?.forMs).toBe(1_000);
  const taken = new Set<string>();
  while (taken.size < 10 && clock < 60_000) {
    clock += gate.closed?.forMs ?? 0;
    // The bad key is first each time, as if it did not wait.
    if (gate.closed === undefined) gate.enter('bad')(HOUR);
    clock += gate.closed?.forMs ?? 0;
    if (gate.closed !== undefined) continue;
    const next = `good-${taken.size}`;
    expect(gate.enter(next)('taken')).toBe('own');
    taken.add(next);
  }
  expect([taken.size, clock < PACE.maximumMs]).toEqual([10, true]);
});
