// Circuit breaker: closed -> open (too many failures in the window) -> half-open (a few probes) -> closed or open.
//
// We looked at cockatiel and opossum first. Both count a call that we stopped ourselves as an answer, which would close
// a breaker before a dead API whenever a worker drains; both allow only one probe; neither tells when to come back; and
// cockatiel's window keeps failures from an hour ago if calls are rare.
import type { ResolvedBreaker } from '../../../config/destination/resolved-destination';

/** `unknown` means that we stopped the call, which says nothing about the receiver. */
export type Verdict = 'succeeded' | 'failed' | 'unknown';

/** Learns that the breaker opened, after `failed` of `calls` calls had failed, or that it closed. */
export type BreakerListener = (state: 'open' | 'closed', failed: number, calls: number) => void;

export interface Permit {
  readonly probe: boolean;
  /** Must be called once, when the call has ended. */
  end(verdict: Verdict): void;
}

interface Slice {
  readonly startedAt: number;
  succeeded: number;
  failed: number;
}

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'half-open'; underWay: number; succeeded: number };

const SLICES = 10;

export class CircuitBreaker {
  private state: State = { kind: 'closed' };
  private slices: Slice[] = [];

  constructor(
    private readonly options: ResolvedBreaker,
    private readonly changed: BreakerListener,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** False when `enter` would refuse. */
  get admits(): boolean {
    if (this.state.kind === 'half-open') return this.state.underWay < this.options.probes;
    return this.closedForMs === 0;
  }

  /** Time until a probe may begin; 0 if that only depends on probes under way. */
  get closedForMs(): number {
    return this.state.kind === 'open' ? Math.max(0, this.state.until - this.now()) : 0;
  }

  /** Permission to make one call; undefined if none may be made now. */
  enter(): Permit | undefined {
    if (!this.admits) return undefined;
    if (this.state.kind === 'open') this.state = { kind: 'half-open', underWay: 0, succeeded: 0 };
    const { state } = this;
    if (state.kind === 'half-open') {
      state.underWay += 1;
      return {
        probe: true,
        end: this.judged(state, (verdict) => {
          this.probed(state, verdict);
        }),
      };
    }
    return {
      probe: false,
      end: this.judged(state, (verdict) => {
        this.count(verdict);
      }),
    };
  }

  /** A call that began in an earlier state says nothing about this one. */
  private judged(state: State, judge: (verdict: Verdict) => void): Permit['end'] {
    return (verdict) => {
      if (this.state === state) judge(verdict);
    };
  }

  private probed(state: Extract<State, { kind: 'half-open' }>, verdict: Verdict): void {
    state.underWay -= 1;
    if (verdict === 'failed') this.open(1, 1);
    if (verdict !== 'succeeded') return;
    state.succeeded += 1;
    if (state.succeeded < this.options.probes) return;
    this.state = { kind: 'closed' };
    this.slices = [];
    this.changed('closed', 0, state.succeeded);
  }

  private count(verdict: Verdict): void {
    if (verdict === 'unknown') return;
    const slice = this.slice();
    slice[verdict] += 1;
    if (verdict === 'succeeded') return;
    const failed = this.slices.reduce((sum, one) => sum + one.failed, 0);
    const calls = this.slices.reduce((sum, one) => sum + one.succeeded, failed);
    if (calls >= this.options.minimumCalls && failed >= calls * this.options.failureRatio) this.open(failed, calls);
  }

  private open(failed: number, calls: number): void {
    this.state = { kind: 'open', until: this.now() + this.options.openForMs };
    this.changed('open', failed, calls);
  }

  private slice(): Slice {
    const now = this.now();
    const { windowMs } = this.options;
    const last = this.slices.at(-1);
    if (last !== undefined && now - last.startedAt < windowMs / SLICES) return last;
    const slice = { startedAt: now, succeeded: 0, failed: 0 };
    this.slices = [...this.slices.filter(({ startedAt }) => now - startedAt < windowMs), slice];
    return slice;
  }
}
