// The breaker beside a list of all calls. The window is kept in slices of a tenth, so the model says for each failure
// whether the breaker must open, must not, or may do either.
import fc from 'fast-check';
import {
  CircuitBreaker,
  type Permit,
  type Verdict,
} from '../../../../../src/activities/destinations/gate/circuit-breaker';

const OPTIONS = { failureRatio: 0.5, minimumCalls: 4, windowMs: 1_000, openForMs: 150, probes: 2 };

interface Call {
  readonly at: number;
  readonly failed: boolean;
}

type State =
  | { readonly kind: 'closed'; readonly calls: Call[] }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'half-open'; underWay: number; succeeded: number };

type Step =
  | { readonly kind: 'enter' }
  | { readonly kind: 'end'; readonly at: number; readonly verdict: Verdict }
  | { readonly kind: 'pass'; readonly ms: number };

const opens = (calls: readonly Call[]): boolean => {
  const failed = calls.filter((call) => call.failed).length;
  return calls.length >= OPTIONS.minimumCalls && failed >= calls.length * OPTIONS.failureRatio;
};

class World {
  private clock = 0;
  private readonly heard: ('open' | 'closed')[] = [];
  private readonly breaker = new CircuitBreaker(
    OPTIONS,
    (state) => this.heard.push(state),
    () => this.clock,
  );
  private state: State = { kind: 'closed', calls: [] };
  private readonly underWay: { readonly permit: Permit; readonly began: State }[] = [];

  take(step: Step): void {
    if (step.kind === 'pass') this.clock += step.ms;
    if (step.kind === 'enter') this.enter();
    if (step.kind === 'end') this.end(step.at, step.verdict);
    const closedForMs = this.state.kind === 'open' ? Math.max(0, this.state.until - this.clock) : 0;
    const { admits } = this;
    if (this.breaker.admits !== admits || this.breaker.closedForMs !== closedForMs) {
      expect([this.breaker.admits, this.breaker.closedForMs]).toEqual([admits, closedForMs]);
    }
  }

  private get admits(): boolean {
    const { state } = this;
    if (state.kind === 'half-open') return state.underWay < OPTIONS.probes;
    return state.kind === 'closed' || state.until <= this.clock;
  }

  private enter(): void {
    const admitted = this.admits;
    const permit = this.breaker.enter();
    expect(permit !== undefined).toBe(admitted);
    if (permit === undefined) return;
    if (this.state.kind === 'open') this.state = { kind: 'half-open', underWay: 0, succeeded: 0 };
    if (this.state.kind === 'half-open') this.state.underWay += 1;
    expect(permit.probe).toBe(this.state.kind === 'half-open');
    this.underWay.push({ permit, began: this.state });
  }

  private end(at: number, verdict: Verdict): void {
    const [ended] = this.underWay.splice(at % Math.max(1, this.underWay.length), 1);
    if (ended === undefined) return;
    this.heard.length = 0;
    ended.permit.end(verdict);
    const { state } = this;
    // What began before the state changed says nothing about this one.
    if (ended.began !== state) expect(this.heard).toEqual([]);
    else if (state.kind === 'half-open') this.probed(state, verdict);
    else if (state.kind === 'closed' && verdict !== 'unknown') this.counted(state.calls, verdict === 'failed');
  }

  private probed(state: Extract<State, { kind: 'half-open' }>, verdict: Verdict): void {
    state.underWay -= 1;
    if (verdict === 'succeeded') state.succeeded += 1;
    const closes = state.succeeded >= OPTIONS.probes;
    expect(this.heard).toEqual(verdict === 'failed' ? ['open'] : closes ? ['closed'] : []);
    if (verdict === 'failed') this.opened();
    else if (closes) this.state = { kind: 'closed', calls: [] };
  }

  private counted(calls: Call[], failed: boolean): void {
    calls.push({ at: this.clock, failed });
    const opened = this.heard.includes('open');
    if (!failed) expect(opened).toBe(false);
    const surely = calls.findIndex(({ at }) => this.clock - at < OPTIONS.windowMs * 0.9);
    const perhaps = calls.findIndex(({ at }) => this.clock - at < OPTIONS.windowMs * 1.1);
    // The window begins somewhere between these two.
    const windows = Array.from({ length: surely - perhaps + 1 }, (_, more) => calls.slice(perhaps + more));
    if (opened) expect(windows.some(opens)).toBe(true);
    else if (failed) expect(windows.every(opens)).toBe(false);
    if (opened) this.opened();
  }

  private opened(): void {
    this.state = { kind: 'open', until: this.clock + OPTIONS.openForMs };
  }
}

test('A breaker opens, probes and closes as the list of its calls says.', () => {
  const step = fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ kind: fc.constant('enter') }),
    fc.record({
      kind: fc.constant('end'),
      at: fc.nat(20),
      verdict: fc.constantFrom<Verdict>('succeeded', 'failed', 'failed', 'unknown'),
    }),
    fc.record({ kind: fc.constant('pass'), ms: fc.nat(300) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const world = new World();
      for (const one of steps) world.take(one);
    }),
    { numRuns: 100 },
  );
});
