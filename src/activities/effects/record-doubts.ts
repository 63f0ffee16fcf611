// I12  Under one idempotency key the same request is sent, always, and a call whose outcome nobody knows is remembered:
//      no refusal is final right after it, nothing else is sent under its key, and whoever decides later is told.
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import {
  DELIVER_STEP,
  type ChainOutcome,
  type Effect,
  type EffectFailure,
  type RecordWork,
} from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { doubtWords } from '../../model/doubts/doubt-words';
import { isSafe } from '../../model/doubts/is-safe';
import { lostCalls } from '../../model/doubts/lost-calls';
import { UnknownOutcomes } from '../../model/doubts/unknown-outcomes';
import type { CallFailure, CallResult, Destination } from '../destinations/call/destination';
import { thrownFailure } from '../destinations/http/thrown-failure';
import { callEnding, type CallEnding } from './call-ending';
import { changedWords } from './changed-words';

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
  /** Steps that ask for nothing to be done. */
  private readonly safe = new Set<string>();

  constructor(
    known: readonly UnknownOutcome[],
    /** Revision of the record, which is part of its idempotency keys. */
    private readonly revision = 0,
    private readonly now: () => number = Date.now,
  ) {
    this.outcomes = new UnknownOutcomes(known);
  }

  /**
   * Of a record, or of none if all are settled. `lostSince`: when the batch was asked for, if an earlier attempt of it was
   * lost; `reported` is what that one said.
   */
  static of(
    record: Partial<RecordWork> | undefined,
    lostSince?: number,
    reported: Pick<ChainOutcome, 'done' | 'doubts'> = {},
  ): RecordDoubts {
    if (record === undefined) return new RecordDoubts([]);
    const { doubts = [], redriven, revision, effects = [{ step: DELIVER_STEP }], done = [] } = record;
    const known = new RecordDoubts([...(redriven?.doubts ?? []), ...doubts, ...(reported.doubts ?? [])], revision);
    if (lostSince === undefined) return known;
    const work = { effects, done: [...done, ...(reported.done ?? [])], ...defined({ revision }) };
    for (const call of lostCalls(work, lostSince)) known.outcomes.noteCall(call);
    return known;
  }

  /** What the next attempt must know, also if this one is lost now. */
  get all(): readonly UnknownOutcome[] {
    if (this.underWay === undefined) return this.outcomes.all;
    const all = new UnknownOutcomes(this.outcomes.all);
    all.noteCall(this.outcomeOf(this.underWay, { cause: 'worker-lost', answered: false }));
    return all.all;
  }

  /** Why the effect must not be sent; undefined if it may. */
  private bar(effect: Effect, destination: Destination): Omit<CallFailure, 'step'> | undefined {
    const { idempotencyWindowMs = Infinity } = destination;
    const asks = isSafe(effect);
    // What cannot be told apart from a call that asks for nothing was another one.
    const doubt = this.outcomes[asks ? 'exactly' : 'of'](effect.step, this.revision);
    if (doubt === undefined) return undefined;
    const changed = changedWords(doubt, effect, destination);
    if (changed !== undefined) {
      const message = `Not sent: ${changed}. ${doubtWords(doubt)} \`sluice keys retry --new-effect\` sends it under a new key, \`sluice keys skip\` leaves it out.`;
      return { code: 'request-changed', message, terminal: true, perhapsDone: true };
    }
    if (asks || this.now() - doubt.since < idempotencyWindowMs) return undefined;
    const message = `Not sent: the API may have forgotten the idempotency key (idempotencyWindow is ${idempotencyWindowMs / 1_000} s). ${doubtWords(doubt)} Look there; then \`sluice keys skip\`, or \`sluice keys retry --new-effect\`.`;
    return { code: 'key-forgotten', message, terminal: true, perhapsDone: true };
  }

  /**
   * Makes a call if it may be made, and remembers it if nobody knows its outcome. `stopped` aborts when the attempt
   * stops its calls. The call asks `barred` when its turn has come, because the API may have forgotten its key by then.
   * It never throws: a call that broke may have had its effect, and only its chain must suffer from that (I6).
   */
  async guard(
    effect: Effect,
    destination: Destination,
    stopped: AbortSignal,
    call: (barred: () => boolean) => Promise<CallResult>,
  ): Promise<CallResult> {
    const bar = this.bar(effect, destination);
    if (bar !== undefined) return { failure: bar };
    if (isSafe(effect)) return this.ask(effect, destination, call);
    const underWay = { effect, destination, since: this.now() };
    this.underWay = underWay;
    try {
      const result = tellingDone(await call(() => this.bar(effect, destination) !== undefined));
      const late = result === 'not-begun' ? this.bar(effect, destination) : undefined;
      if (late !== undefined) return { failure: late };
      this.noteEnd(underWay, result, stopped.aborted);
      return result;
    } catch (error) {
      const result = { failure: brokenCall(error, destination) };
      this.noteEnd(underWay, result, stopped.aborted);
      return result;
    } finally {
      this.underWay = undefined;
    }
  }

  /** Makes a call that asks for nothing to be done, so that nothing is in doubt of it. */
  private async ask(
    { step }: Effect,
    destination: Destination,
    call: (barred: () => boolean) => Promise<CallResult>,
  ): Promise<CallResult> {
    this.safe.add(step);
    this.outcomes.done(step, this.revision);
    try {
      return withoutDoubt(await call(() => false));
    } catch (error) {
      return withoutDoubt({ failure: brokenCall(error, destination) });
    }
  }

  /** Notes what may have happened before this attempt. */
  note(outcome: UnknownOutcome | undefined): void {
    if (outcome !== undefined) this.outcomes.note(outcome);
  }

  /** The effect is done. One that asks for nothing says nothing of another call that had its step before an edit. */
  done(effect: Effect): void {
    if (!isSafe(effect)) this.outcomes.done(effect.step);
  }

  /** The failure as `decide` judges it, in the light of what may have happened before. */
  judge(failure: CallFailure, decide: (failure: CallFailure) => EffectFailure): EffectFailure {
    const doubt = this.safe.has(failure.step ?? '') ? undefined : this.about(failure.step);
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
    const ending = callEnding(result, stopped);
    if (ending === undefined) return;
    const outcome = this.outcomeOf(underWay, ending);
    const before = this.outcomes.of(underWay.effect.step, this.revision)?.unreadable ?? 0;
    this.outcomes.noteCall(ending.cause === 'response-unreadable' ? { ...outcome, unreadable: before + 1 } : outcome);
  }

  private outcomeOf({ effect, destination, since }: CallUnderWay, { cause, answered }: CallEnding): UnknownOutcome {
    // An API that answered HTTP 500 knows the key and refuses another request itself; a mended one may follow.
    const request = answered ? undefined : destination.requestDigest(effect.request);
    return {
      step: effect.step,
      destination: effect.destination,
      since,
      cause,
      ...defined({ request, sentAs: destination.keyForm }),
      ...(answered ? { answered } : {}),
      ...(this.revision === 0 ? {} : { revision: this.revision }),
    };
  }
}

/** Only what has happened is answered with success. So a failure with such a status says it, whoever made it. */
const tellingDone = (result: CallResult): CallResult => {
  if (result === 'not-begun' || !('failure' in result)) return result;
  const { status = 0 } = result.failure;
  if (status < 200 || status > 299 || result.failure.perhapsDone === true) return result;
  return { ...result, failure: { ...result.failure, perhapsDone: true } };
};

const withoutDoubt = (result: CallResult): CallResult => {
  if (result === 'not-begun' || !('failure' in result)) return result;
  const failure = Object.fromEntries(Object.entries(result.failure).filter(([name]) => name !== 'perhapsDone'));
  return { failure: failure as unknown as CallFailure, ...defined({ receipt: result.receipt }) };
};

/** A destination threw, although none should. */
const brokenCall = (error: unknown, { retry }: Destination): Omit<CallFailure, 'step'> => {
  const { message, terminal } = thrownFailure(error, retry, undefined);
  return { code: 'destination-error', message: `The call broke: ${message}`, terminal, perhapsDone: true };
};

/** A 4xx, or the like from code: the API refuses, and that need not be about the first call. */
const isRefusal = ({ terminal, perhapsDone, code }: CallFailure): boolean =>
  terminal && perhapsDone !== true && (code === 'http-status' || code === 'destination-error');

const isBarred = ({ code }: CallFailure): boolean => code === 'request-changed' || code === 'key-forgotten';
