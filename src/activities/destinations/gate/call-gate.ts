// The limits before every call to a destination, in this worker process: concurrency, rate, circuit breaker and gate. A
// call that must wait long does not wait here: its key learns when to come back, and occupies no activity meanwhile.
import type { ResolvedLimits } from '../../../config/destination/resolved-destination';
import { defined } from '../../../model/defined';
import { CircuitBreaker, type Verdict } from './circuit-breaker';
import { ComeBackTimes } from './come-back-times';
import type { CallResult, DestinationCall } from '../call/destination';
import { DestinationGate, type GateRuling } from './destination-gate';
import type { DestinationNews } from './destination-news';
import { Limiter } from './limiter';
import { RateLimiter } from './rate-limiter';
import { refusalOf, type Refusal } from './refusal';
import { Scouts } from './scouts';
import { Sleepers } from '../call/sleepers';

/** The longest that a call waits here for its place in the rate. */
const WAIT_MS = 1_000;

/** What is told of a failed call to each key that waits. */
const SAID_CHARACTERS = 200;

type Limits = Pick<ResolvedLimits, 'concurrency' | 'rate' | 'breaker' | 'retry' | 'credentials'>;

/** Number of probes of a destination without a breaker. */
const PROBES = 3;

export class CallGate {
  private readonly limiter: Limiter;
  private readonly rate: RateLimiter | undefined;
  private readonly breaker: CircuitBreaker | undefined;
  private readonly gate: DestinationGate;
  private readonly scouts = new Scouts();
  private readonly sleepers = new Sleepers();
  private readonly comeBack: ComeBackTimes;
  /** How the last call failed that counts for the breaker. */
  private lastFailure: string | undefined;
  /** Since when no call begins but probes, in milliseconds since the epoch. */
  private readonly shutSince: { breaker?: number | undefined; gate?: number | undefined } = {};
  /** Grows whenever breaker or gate opens or closes. */
  private period = 0;

  constructor(
    private readonly limits: Limits,
    private readonly news?: Omit<DestinationNews, 'secret'>,
  ) {
    const { concurrency, rate, breaker, retry } = limits;
    const probes = breaker?.probes ?? PROBES;
    this.limiter = new Limiter(concurrency);
    // Twice as many as are needed, because some may have nothing left to ask when they come back.
    this.comeBack = new ComeBackTimes(2 * probes);
    this.rate = rate && new RateLimiter(rate);
    // Otherwise every waiting call would reach a receiver that has only just recovered.
    const changed = (recovered: boolean): void => {
      this.period += 1;
      if (!recovered) {
        this.sleepers.keepAsleep();
        return;
      }
      this.limiter.restart(probes);
      this.sleepers.wakeAll();
    };
    this.breaker =
      breaker &&
      new CircuitBreaker(breaker, (state, failed, calls) => {
        changed(state === 'closed');
        this.shutSince.breaker = state === 'open' ? (this.shutSince.breaker ?? Date.now()) : undefined;
        news?.breaker(state, failed, calls);
      });
    this.gate = new DestinationGate({ ...retry, probes }, (state, refusal) => {
      changed(state === 'open');
      this.shutSince.gate = state === 'closed' ? (this.shutSince.gate ?? Date.now()) : undefined;
      news?.gate(state, refusal);
    });
  }

  /** Number of calls under way, including those that hold a place and wait for the rate or for scouts. */
  get underWay(): number {
    return this.limiter.taken;
  }

  /** True while a further call has to wait for a place. */
  get full(): boolean {
    return this.limiter.full;
  }

  /** `attempt` must not throw for what the receiver does. */
  async run(call: DestinationCall, attempt: () => Promise<CallResult>): Promise<CallResult> {
    const result = await this.limiter.run(() => this.turn(call, attempt));
    if (result !== 'not-begun' && 'wait' in result) this.news?.postponed?.(result.wait.reason);
    return result;
  }

  private async turn(call: DestinationCall, attempt: () => Promise<CallResult>): Promise<CallResult> {
    if (call.sleeper !== undefined) this.sleepers.remove(call.sleeper);
    if (call.mustStop()) return 'not-begun';
    const shut = this.shut(call);
    if (shut !== undefined) return shut;
    const ahead = this.scouts.pass();
    if (ahead !== undefined) await ahead;
    try {
      return await this.paced(call, attempt);
    } finally {
      this.scouts.back();
    }
  }

  private async paced(call: DestinationCall, attempt: () => Promise<CallResult>): Promise<CallResult> {
    const shut = this.shut(call);
    if (shut !== undefined) return shut;
    const place = this.rate?.take(WAIT_MS) ?? { waitMs: 0 };
    if ('comeBackMs' in place) return { wait: { reason: 'rate-limited', forMs: Math.ceil(place.comeBackMs) } };
    if (place.waitMs > 0) await passed(place.waitMs, call.signal);
    if (call.mustStop()) return 'not-begun';
    return this.shut(call) ?? this.guarded(call, attempt);
  }

  private async guarded(call: DestinationCall, attempt: () => Promise<CallResult>): Promise<CallResult> {
    const permit = this.breaker?.enter();
    const end = this.gate.enter(call.caller);
    const began = performance.now();
    let result: CallResult;
    try {
      result = await attempt();
      this.news?.called?.(result, (performance.now() - began) / 1_000);
    } catch (error) {
      permit?.end('unknown');
      end('unknown');
      throw error;
    }
    const verdict = isVain(call, result) ? 'unknown' : verdictOf(result);
    permit?.end(verdict);
    const postponed = this.ruled(call, result, verdict, end);
    if (postponed !== undefined) return postponed;
    // A probe is ours and not the record's, so it must not use up one of the record's attempts.
    return permit?.probe === true && verdict === 'failed'
      ? { wait: { ...this.broken(call), ...made(result) }, ...probeOf(result) }
      : result;
  }

  /** Tells the gate what came of the call. Undefined if the result is the record's own. */
  private ruled(
    call: DestinationCall,
    result: CallResult,
    verdict: Verdict,
    end: ReturnType<DestinationGate['enter']>,
  ): CallResult | undefined {
    const { credentials } = this.limits;
    this.lastFailure = failureOf(verdict, result) ?? this.lastFailure;
    const refusal = verdict === 'unknown' ? undefined : refusalOf(result, call.request, call.retry, credentials);
    if (refusal !== undefined) {
      const ruling = end(refusal);
      return ruling === 'own' ? undefined : this.postponed(call, refusal, ruling, result);
    }
    end(verdict === 'succeeded' ? 'taken' : 'unknown');
    if (verdict !== 'succeeded') return undefined;
    this.limiter.grow();
    this.scouts.heard();
    return undefined;
  }

  /** What a call is told that must not begin now; undefined if it may. */
  private shut(call: DestinationCall): CallResult | undefined {
    if (this.breaker?.admits === false) return { wait: this.broken(call) };
    const { closed } = this.gate;
    if (closed === undefined) return undefined;
    const { reason, message } = closed.refusal;
    const forMs = this.comeBackIn(call, closed.forMs);
    return { wait: { reason, forMs, message, ...defined({ since: this.shutSince.gate }) } };
  }

  private broken(call: DestinationCall): Wait {
    const forMs = this.comeBackIn(call, this.breaker?.closedForMs ?? 0);
    return { reason: 'breaker-open', forMs, ...defined({ message: this.lastFailure, since: this.shutSince.breaker }) };
  }

  private comeBackIn({ batch, sleeper }: DestinationCall, closedForMs: number): number {
    const asleep = sleeper !== undefined && this.sleepers.add(sleeper);
    return this.comeBack.inMs(batch, this.period, closedForMs, asleep);
  }

  /** The call that was refused is no attempt either: any other record would have been refused in its place. */
  private postponed(
    call: DestinationCall,
    { reason, message }: Refusal,
    ruling: Exclude<GateRuling, 'own'>,
    result: CallResult,
  ): CallResult {
    const wait = { reason, message, ...made(result) };
    const probe = probeOf(result);
    if (ruling !== 'closed') return { wait: { ...wait, forMs: Math.max(1, ruling.aloneForMs), alone: true }, ...probe };
    const forMs = this.comeBackIn(call, this.gate.closed?.forMs ?? 0);
    return { wait: { ...wait, forMs, ...defined({ since: this.shutSince.gate }) }, ...probe };
  }
}

const failureOf = (verdict: Verdict, result: CallResult): string | undefined =>
  verdict === 'failed' && result !== 'not-begun' && 'failure' in result
    ? result.failure.message.slice(0, SAID_CHARACTERS)
    : undefined;

type Postponed = Extract<CallResult, { wait: unknown }>;
type Wait = Postponed['wait'];

const probeOf = (result: CallResult): Pick<Postponed, 'probe'> => {
  if (result === 'not-begun' || !('failure' in result)) return {};
  const { failure, resent } = result;
  if (resent === true) return { probe: { ...failure, code: 'network', perhapsDone: true } };
  return failure.perhapsDone === true ? { probe: failure } : {};
};

/** Says of a call that was made all the same that it may have had its effect: only a 4xx rules that out. */
const made = (result: CallResult): Pick<Wait, 'unsure'> => {
  if (result === 'not-begun' || !('failure' in result)) return {};
  if (result.resent === true) return { unsure: true };
  const { status } = result.failure;
  return status !== undefined && status < 500 ? {} : { unsure: true };
};

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

/** True of a result that says nothing of the receiver: behind the end of a list, it may answer anything. */
const isVain = ({ poll, signal }: DestinationCall, result: CallResult): boolean =>
  signal.aborted || (poll?.look === true && result !== 'not-begun' && 'failure' in result);

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
