// I12  Under one idempotency key the same request is sent, always, and a call whose outcome nobody knows is remembered:
//      no refusal is final right after it, nothing else is sent under its key, and whoever decides later is told.
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import type { Effect, EffectFailure, RecordWork } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { doubtWords } from '../../model/doubt-words';
import { UnknownOutcomes } from '../../model/unknown-outcomes';
import type { CallFailure, CallResult, Destination } from '../destinations/destination';

/** How long refusals are repeated that follow an unknown outcome: an API may still be busy with the first call. */
export const REFUSED_FOR_MS = 60_000;
/** How many answers that cannot be read are asked for. */
export const UNREADABLE_TRIES = 3;

interface CallUnderWay {
  readonly effect: Effect;
  readonly destination: Destination;
  readonly since: number;
}

/** What may have happened for one record, while this attempt performs it. */
export class RecordDoubts {
  private readonly outcomes: UnknownOutcomes;
  private underWay: CallUnderWay | undefined;

  constructor(
    known: readonly UnknownOutcome[],
    /** Revision of the record, which is part of its idempotency keys. */
    private readonly revision = 0,
    private readonly now: () => number = Date.now,
  ) {
    this.outcomes = new UnknownOutcomes(known);
  }

  /** `lostSince`: when the batch was asked for, if an earlier attempt of it was lost; `reported` is what that one said. */
  static of(
    record: Pick<RecordWork, 'doubts' | 'redriven' | 'revision'> = {},
    lostSince?: number,
    reported: readonly UnknownOutcome[] = [],
  ): RecordDoubts {
    const { doubts = [], redriven, revision } = record;
    const lost =
      lostSince === undefined ? [] : [{ since: lostSince, cause: 'worker-lost', ...defined({ revision }) } as const];
    return new RecordDoubts([...(redriven?.doubts ?? []), ...doubts, ...reported, ...lost], revision);
  }

  /** What the next attempt must know, also if this one is lost now. */
  get all(): readonly UnknownOutcome[] {
    if (this.underWay === undefined) return this.outcomes.all;
    const all = new UnknownOutcomes(this.outcomes.all);
    all.note(this.outcomeOf(this.underWay, 'worker-lost'));
    return all.all;
  }

  /** Why the effect must not be sent; undefined if it may. */
  private bar(effect: Effect, destination: Destination): Omit<CallFailure, 'step'> | undefined {
    const { idempotencyWindowMs = Infinity } = destination;
    const doubt = this.outcomes.of(effect.step, this.revision);
    if (doubt === undefined) return undefined;
    const digest = doubt.request === undefined ? undefined : destination.requestDigest(effect.request);
    if (digest !== undefined && digest !== doubt.request) {
      const message = `Not sent: the request differs from the one that was sent before under the same idempotency key. ${doubtWords(doubt)} \`sluice keys retry --new-effect\` sends it under a new key, \`sluice keys skip\` leaves it out.`;
      return { code: 'request-changed', message, terminal: true, perhapsDone: true };
    }
    if (this.now() - doubt.since < idempotencyWindowMs) return undefined;
    const message = `Not sent: the API may have forgotten the idempotency key (idempotencyWindow is ${idempotencyWindowMs / 1_000} s). ${doubtWords(doubt)} Look there; then \`sluice keys skip\`, or \`sluice keys retry --new-effect\`.`;
    return { code: 'key-forgotten', message, terminal: true, perhapsDone: true };
  }

  /**
   * Makes a call if it may be made, and remembers it if nobody knows its outcome. `stopped` aborts when the attempt
   * stops its calls. The call asks `barred` when its turn has come, because the API may have forgotten its key by then.
   */
  async guard(
    effect: Effect,
    destination: Destination,
    stopped: AbortSignal,
    call: (barred: () => boolean) => Promise<CallResult>,
  ): Promise<CallResult> {
    const bar = this.bar(effect, destination);
    if (bar !== undefined) return { failure: bar };
    const underWay = { effect, destination, since: this.now() };
    this.underWay = underWay;
    try {
      const result = await call(() => this.bar(effect, destination) !== undefined);
      const late = result === 'not-begun' ? this.bar(effect, destination) : undefined;
      if (late !== undefined) return { failure: late };
      this.noteEnd(underWay, result, stopped.aborted);
      return result;
    } finally {
      this.underWay = undefined;
    }
  }

  /** Notes what may have happened before this attempt. */
  note(outcome: UnknownOutcome | undefined): void {
    if (outcome !== undefined) this.outcomes.note(outcome);
  }

  done(step: string): void {
    this.outcomes.done(step);
  }

  /** The failure as `decide` judges it, in the light of what may have happened before. */
  judge(failure: CallFailure, decide: (failure: CallFailure) => EffectFailure): EffectFailure {
    const doubt = this.about(failure.step);
    if (doubt === undefined) return decide(failure);
    const judged = this.decided(failure, decide);
    if (!judged.terminal) return judged;
    const said = failure.perhapsDone === true && (doubt.cause === failure.code || isBarred(failure));
    return { ...judged, message: said ? judged.message : `${judged.message} ${doubtWords(doubt)}`, perhapsDone: true };
  }

  private decided(failure: CallFailure, decide: (failure: CallFailure) => EffectFailure): EffectFailure {
    const { step = '', destination = '', code } = failure;
    const doubt = this.outcomes.of(step, this.revision);
    if (doubt === undefined) return decide(failure);
    if (code === 'response-unreadable' && (doubt.unreadable ?? 0) >= UNREADABLE_TRIES) {
      return decide({ ...failure, terminal: true });
    }
    if (!isRefusal(failure)) return decide(failure);
    const refusedSince = doubt.refusedSince ?? this.now();
    if (this.now() - refusedSince >= REFUSED_FOR_MS) return decide(failure);
    this.outcomes.note({ ...doubt, step, destination, refusedSince });
    const later = decide({ ...failure, terminal: false });
    return later.terminal ? decide(failure) : later;
  }

  private about(step: string | undefined): UnknownOutcome | undefined {
    const exact = step === undefined ? undefined : this.outcomes.of(step, this.revision);
    return exact ?? this.outcomes.all.find((one) => step === undefined || one.step === undefined || one.step === step);
  }

  private noteEnd(underWay: CallUnderWay, result: CallResult, stopped: boolean): void {
    const cause = causeOf(result, stopped);
    if (cause === undefined) return;
    const outcome = this.outcomeOf(underWay, cause);
    const before = this.outcomes.of(underWay.effect.step, this.revision)?.unreadable ?? 0;
    this.outcomes.note(cause === 'response-unreadable' ? { ...outcome, unreadable: before + 1 } : outcome);
  }

  private outcomeOf({ effect, destination, since }: CallUnderWay, cause: UnknownOutcome['cause']): UnknownOutcome {
    // An API that answered HTTP 500 knows the key and refuses another request itself; a mended one may follow.
    const request = cause === 'http-status' ? undefined : destination.requestDigest(effect.request);
    return {
      step: effect.step,
      destination: effect.destination,
      since,
      cause,
      ...(request === undefined ? {} : { request }),
      ...(this.revision === 0 ? {} : { revision: this.revision }),
    };
  }
}

/** Why nobody knows the outcome of a call; undefined if it is known. */
const causeOf = (result: CallResult, stopped: boolean): UnknownOutcome['cause'] | undefined => {
  if (result === 'not-begun') return undefined;
  if ('response' in result) return stopped ? 'stopped' : undefined;
  const failure = 'wait' in result ? result.probe : result.failure;
  if (failure?.perhapsDone !== true) return 'resent' in result ? 'network' : undefined;
  return stopped ? 'stopped' : failure.code;
};

/** A 4xx, or the like from code: the API refuses, and that need not be about the first call. */
const isRefusal = ({ terminal, perhapsDone, code }: CallFailure): boolean =>
  terminal && perhapsDone !== true && (code === 'http-status' || code === 'destination-error');

const isBarred = ({ code }: CallFailure): boolean => code === 'request-changed' || code === 'key-forgotten';
