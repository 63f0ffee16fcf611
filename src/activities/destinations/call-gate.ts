// The limits before every call to a destination, in this worker process: concurrency, rate and circuit breaker. A call
// that must wait long does not wait here: its key learns when to come back, and occupies no activity meanwhile.
import type { ResolvedLimits } from '../../config/gateway/resolved';
import { CircuitBreaker, type Verdict } from './circuit-breaker';
import { ComeBackTimes } from './come-back-times';
import type { CallResult, DestinationCall } from './destination';
import { Limiter } from './limiter';
import { RateLimiter } from './rate-limiter';

/** The longest that a call waits here for its place in the rate. */
const WAIT_MS = 1_000;

/** Learns that the breaker opened, after `failed` of `calls` calls had failed, or that it closed. */
export type BreakerListener = (state: 'open' | 'closed', failed: number, calls: number) => void;

type Limits = Pick<ResolvedLimits, 'concurrency' | 'rate' | 'breaker'>;

export class CallGate {
  private readonly limiter: Limiter;
  private readonly rate: RateLimiter | undefined;
  private readonly breaker: CircuitBreaker | undefined;
  private readonly comeBack = new ComeBackTimes();
  /** Grows whenever the breaker opens or closes. */
  private period = 0;

  constructor({ concurrency, rate, breaker }: Limits, changed: BreakerListener = () => undefined) {
    this.limiter = new Limiter(concurrency);
    this.rate = rate && new RateLimiter(rate);
    this.breaker =
      breaker &&
      new CircuitBreaker(breaker, (state, failed, calls) => {
        this.period += 1;
        // Otherwise every waiting call would reach a receiver that has only just recovered.
        if (state === 'closed') this.limiter.restart(breaker.probes);
        changed(state, failed, calls);
      });
  }

  /** Number of calls under way, including those that hold a place and wait for the rate. */
  get underWay(): number {
    return this.limiter.taken;
  }

  /** `attempt` must not throw for what the receiver does. */
  run(call: DestinationCall, attempt: () => Promise<CallResult>): Promise<CallResult> {
    return this.limiter.run(() => this.turn(call, attempt));
  }

  private async turn(call: DestinationCall, attempt: () => Promise<CallResult>): Promise<CallResult> {
    if (call.mustStop()) return 'not-begun';
    if (this.breaker?.admits === false) return this.later(call);
    const place = this.rate?.take(WAIT_MS) ?? { waitMs: 0 };
    if ('comeBackMs' in place) return { wait: { reason: 'rate-limited', forMs: Math.ceil(place.comeBackMs) } };
    if (place.waitMs > 0) {
      await passed(place.waitMs, call.signal);
      if (call.mustStop()) return 'not-begun';
    }
    return this.breaker === undefined ? attempt() : this.guarded(this.breaker, call, attempt);
  }

  private async guarded(
    breaker: CircuitBreaker,
    call: DestinationCall,
    attempt: () => Promise<CallResult>,
  ): Promise<CallResult> {
    const permit = breaker.enter();
    if (permit === undefined) return this.later(call);
    let verdict: Verdict = 'unknown';
    try {
      const result = await attempt();
      verdict = call.signal.aborted ? 'unknown' : verdictOf(result);
      permit.end(verdict);
      if (verdict === 'succeeded') this.limiter.grow();
      // A probe is ours and not the record's, so it must not use up one of the record's attempts.
      return permit.probe && verdict === 'failed' ? this.later(call) : result;
    } catch (error) {
      permit.end(verdict);
      throw error;
    }
  }

  private later({ batch }: DestinationCall): CallResult {
    const forMs = this.comeBack.inMs(batch, this.period, this.breaker?.closedForMs ?? 0);
    return { wait: { reason: 'breaker-open', forMs } };
  }
}

/**
 * The receiver has failed if there is no connection, no answer in time, or a retryable 5xx. A 4xx comes from a receiver
 * that works, even when it asks for patience.
 */
const verdictOf = (result: CallResult): Verdict => {
  if (result === 'not-begun' || 'wait' in result) return 'unknown';
  if ('response' in result) return 'succeeded';
  const { code, status, terminal } = result.failure;
  if (code === 'network' || code === 'timeout') return 'failed';
  const answered = terminal || (status !== undefined && status < 500);
  return answered ? 'succeeded' : 'failed';
};

const passed = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
