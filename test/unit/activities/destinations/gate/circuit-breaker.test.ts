import fc from 'fast-check';
import {
  CircuitBreaker,
  type Permit,
  type Verdict,
} from '../../../../../src/activities/destinations/gate/circuit-breaker';
import type { ResolvedBreaker } from '../../../../../src/config/destination/resolved-destination';

const OPTIONS: ResolvedBreaker = {
  failureRatio: 0.5,
  minimumCalls: 10,
  windowMs: 30_000,
  openForMs: 10_000,
  probes: 2,
};

interface World {
  readonly breaker: CircuitBreaker;
  readonly heard: string[];
  /** Milliseconds; moved by the test. */
  clock: number;
}

const world = (options: Partial<ResolvedBreaker> = {}): World => {
  const heard: string[] = [];
  const it: World = {
    heard,
    clock: 1_000,
    breaker: new CircuitBreaker(
      { ...OPTIONS, ...options },
      (state, failed, calls) => heard.push(`${state} ${failed}/${calls}`),
      () => it.clock,
    ),
  };
  return it;
};

const entered = ({ breaker }: World): Permit => {
  const permit = breaker.enter();
  if (permit === undefined) throw new Error('refused');
  return permit;
};

const calls = (it: World, count: number, verdict: Verdict): void => {
  for (let call = 0; call < count; call += 1) entered(it).end(verdict);
};

test('A closed breaker opens when half of the calls failed, and enough were made.', () => {
  const it = world();
  calls(it, 5, 'succeeded');
  calls(it, 4, 'failed');
  expect(it.heard).toEqual([]);
  calls(it, 1, 'failed');
  expect(it.heard).toEqual(['open 5/10']);
  expect(it.breaker.enter()).toBeUndefined();
  expect(it.breaker.closedForMs).toBe(10_000);
});

test('A closed breaker stays closed before the minimum of calls, though all of them failed.', () => {
  const it = world();
  calls(it, 9, 'failed');
  expect(it.heard).toEqual([]);
});

test('A closed breaker forgets what is older than its window.', () => {
  const it = world();
  for (let failed = 0; failed < 40; failed += 1) {
    calls(it, 1, 'failed');
    it.clock += 4_000;
  }
  expect(it.heard).toEqual([]);
});

test('A closed breaker takes no notice of calls that were stopped from our side.', () => {
  const it = world();
  calls(it, 100, 'unknown');
  calls(it, 9, 'failed');
  expect(it.heard).toEqual([]);
});

const opened = (): World => {
  const it = world();
  calls(it, 10, 'failed');
  return it;
};

test('An open breaker lets a few probes through after its time, and closes when as many succeeded.', () => {
  const it = opened();
  it.clock += 9_999;
  expect(it.breaker.admits).toBe(false);
  it.clock += 1;
  const probes = [entered(it), entered(it)];
  expect(probes.map(({ probe }) => probe)).toEqual([true, true]);
  expect(it.breaker.enter()).toBeUndefined();
  probes[0]?.end('succeeded');
  expect(it.heard).toEqual(['open 10/10']);
  probes[1]?.end('succeeded');
  expect(it.heard).toEqual(['open 10/10', 'closed 0/2']);
  expect(entered(it).probe).toBe(false);
});

test('An open breaker opens again for its whole time when a probe fails, and the other probe changes nothing then.', () => {
  const it = opened();
  it.clock += 10_000;
  const [first, second] = [entered(it), entered(it)];
  first.end('failed');
  second.end('succeeded');
  expect(it.breaker.closedForMs).toBe(10_000);
  it.clock += 10_000;
  const third = entered(it);
  second.end('succeeded');
  third.end('succeeded');
  expect(it.heard).toEqual(['open 10/10', 'open 1/1']);
});

test('An open breaker gives the place of a probe that was stopped to another.', () => {
  const it = opened();
  it.clock += 10_000;
  const [first] = [entered(it), entered(it)];
  first.end('unknown');
  expect(entered(it).probe).toBe(true);
});

test('An open breaker is neither opened nor closed by calls that were begun before.', () => {
  const it = world();
  const late = Array.from({ length: 30 }, () => entered(it));
  calls(it, 10, 'failed');
  for (const permit of late) permit.end('failed');
  expect(it.heard).toEqual(['open 10/10']);
  it.clock += 10_000;
  for (let probe = 0; probe < 2; probe += 1) entered(it).end('succeeded');
  expect(it.heard).toEqual(['open 10/10', 'closed 0/2']);
  calls(it, 9, 'failed');
  expect(it.heard).toHaveLength(2);
});

type Step =
  | { readonly kind: 'enter' }
  | { readonly kind: 'end'; readonly at: number; readonly verdict: Verdict }
  | { readonly kind: 'pass'; readonly ms: number };

/** Remembers until when no call may be made, by what the breaker said. */
class Watched {
  readonly it = world({ minimumCalls: 3 });
  readonly underWay: Permit[] = [];
  /** A call was let through while it was open. */
  broken = false;
  private openUntil = -1;
  private heard = 0;

  take(step: Step): void {
    if (step.kind === 'pass') this.it.clock += step.ms;
    if (step.kind === 'end') this.underWay.splice(step.at % Math.max(1, this.underWay.length), 1)[0]?.end(step.verdict);
    if (step.kind === 'enter') this.enter();
    if (this.it.heard.length === this.heard) return;
    this.heard = this.it.heard.length;
    this.openUntil = this.it.heard.at(-1)?.startsWith('open') === true ? this.it.clock + 10_000 : -1;
  }

  private enter(): void {
    const permit = this.it.breaker.enter();
    if (permit === undefined) return;
    this.broken ||= this.it.clock < this.openUntil;
    this.underWay.push(permit);
  }
}

test('A breaker makes no call while it is open and is never stuck, whatever happens.', () => {
  const steps = fc.array(
    fc.oneof<fc.Arbitrary<Step>[]>(
      fc.record({ kind: fc.constant('enter') }),
      fc.record({
        kind: fc.constant('end'),
        at: fc.nat(50),
        verdict: fc.constantFrom<Verdict>('succeeded', 'failed', 'unknown'),
      }),
      fc.record({ kind: fc.constant('pass'), ms: fc.nat(12_000) }),
    ),
    { maxLength: 200 },
  );
  const property = fc.property(steps, (sequence) => {
    const watched = new Watched();
    for (const step of sequence) watched.take(step);
    const { it, underWay, broken } = watched;
    for (const permit of underWay) permit.end('unknown');
    it.clock += 10_000;
    for (let probe = 0; probe < 4; probe += 1) entered(it).end('succeeded');
    return !broken && (it.heard.length === 0 || it.heard.at(-1)?.startsWith('closed') === true);
  });
  fc.assert(property);
});
