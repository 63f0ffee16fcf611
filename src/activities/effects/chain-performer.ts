import type { ResolvedRetry } from '../../config/destination/resolved-destination';
import type { AwaitedCallback } from '../../model/contract/callback-contract';
import { idempotencyKey } from '../../model/idempotency-key';
import { positionToken } from '../../model/position-token';
import type {
  ChainOutcome,
  ChainWork,
  Effect,
  EffectFailure,
  EffectWait,
  RecordWork,
} from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { ChainLedger } from './chain-ledger';
import type { CallFailure, CallResult, Destination, Receipt } from '../destinations/destination';
import type { ChainEnvironment } from './chain-environment';
import { deliverCall } from './deliver-call';
import { DoneRequests } from './done-requests';
import { judgeFailure } from './judge-failure';
import { replayedDoubt } from './replayed-doubt';
import { RecordDoubts } from './record-doubts';
import {
  awaitedCallback,
  preparedDelivery,
  preparedEffect,
  type EffectOrigin,
  type PreparedEffect,
} from './prepared-effect';

type Failed = { readonly failure: CallFailure; readonly receipt?: Receipt };
/** Why a record is not settled: it failed, it has to wait, or the attempt stopped. */
type Hindered = Failed | { readonly wait: EffectWait } | 'stopped';

/** Performs the records of one chain in order, one call at a time (I4), and keeps its progress for the heartbeat. */
export class ChainPerformer {
  private settled: number;
  private done: Set<string>;
  /** Without a prototype, because a step may be called `__proto__`. */
  private answers = Object.create(null) as Record<string, EffectResponse>;
  private readonly requests: DoneRequests;
  private readonly ledger: ChainLedger;
  /** True if the route calls nobody for the current record, a tombstone. */
  private passedOver = false;
  /** When the payload of the current record was read back from Kafka. */
  private readAt: number | undefined;
  private doubts: RecordDoubts;

  constructor(
    private readonly work: ChainWork,
    private readonly environment: ChainEnvironment,
    /** The progress that an earlier attempt of this activity reported before it was lost. */
    resumed: ChainOutcome | undefined,
  ) {
    this.settled = resumed?.settled ?? 0;
    this.done = new Set(resumed?.done ?? []);
    this.requests = new DoneRequests(environment.destinations, resumed?.requests);
    this.ledger = new ChainLedger(environment.ledger, resumed?.made);
    this.doubts = RecordDoubts.of(work.records[this.settled], environment.lostSince, resumed?.doubts);
  }

  get progress(): ChainOutcome {
    const { settled, done } = this;
    const { made } = this.ledger;
    const doubts = this.doubts.all;
    return {
      chain: this.work.chain,
      settled,
      ...(done.size === 0 ? {} : { done: Array.from(done) }),
      ...this.requests.outcome,
      ...(doubts.length === 0 ? {} : { doubts }),
      ...(made.length === 0 ? {} : { made }),
    };
  }

  async perform(): Promise<ChainOutcome> {
    const { records } = this.work;
    for (let record = records[this.settled]; record !== undefined; record = records[this.settled]) {
      const hindered = await this.performRecord(record);
      if (hindered === 'stopped') return this.outcome();
      if (hindered !== undefined && 'wait' in hindered) return { ...this.outcome(), wait: hindered.wait };
      const awaiting = hindered === undefined && !this.passedOver ? this.awaiting(record) : undefined;
      if (awaiting !== undefined) return { ...this.outcome(), awaiting };
      if (hindered !== undefined) return this.failedOutcome(hindered);
      this.settled += 1;
      this.done = new Set();
      this.requests.nextRecord();
      this.doubts = RecordDoubts.of(records[this.settled], this.environment.lostSince);
    }
    return this.outcome();
  }

  private outcome(): ChainOutcome {
    return { ...this.progress, ...(Object.keys(this.answers).length === 0 ? {} : { answers: this.answers }) };
  }

  private failedOutcome({ failure, receipt }: Failed): ChainOutcome {
    const { references } = this.environment;
    const alsoGone = failure.code === 'record-gone' ? references.goneAfter(this.work, this.settled) : 0;
    const attempts = this.attemptsAt(failure.step);
    const judged = this.judge(failure, attempts);
    if (judged.terminal) this.ledger.failed(this.settled, judged, attempts, receipt);
    return { ...this.outcome(), failure: judged, ...(alsoGone === 0 ? {} : { alsoGone }) };
  }

  private async performRecord(record: RecordWork): Promise<Hindered | undefined> {
    this.readAt = undefined;
    if (this.environment.mustStop()) return 'stopped';
    this.passedOver = false;
    const effects =
      record.effects === undefined ? await this.deliverEffects(record) : this.prepared(record, record.effects);
    if ('failure' in effects) return effects;
    for (const prepared of effects) {
      const { step } = prepared.effect;
      if (this.done.has(step) || record.done?.includes(step) === true) continue;
      const hindered = await this.performEffect(record, prepared);
      if (hindered !== undefined) return hindered;
    }
    return undefined;
  }

  private async performEffect(record: RecordWork, prepared: PreparedEffect): Promise<Hindered | undefined> {
    if (this.environment.mustStop(this.readAt)) return 'stopped';
    const { effect, callback } = prepared;
    this.doubts.note(
      replayedDoubt(record, prepared, this.environment.destinations.get(effect.destination), Date.now()),
    );
    const called = await this.call(record, effect);
    const result = callback === undefined ? called : callback.outOf(called);
    // A call that we stopped ourselves has no outcome of its own; the next attempt makes it again.
    if (result === 'not-begun' || this.environment.signal.aborted) return 'stopped';
    const { step, destination } = effect;
    if ('wait' in result) return { wait: { ...result.wait, step, destination } };
    if ('failure' in result) return { ...result, failure: { ...result.failure, step, destination } };
    this.done.add(effect.step);
    if (record.effects !== undefined) this.requests.add(effect);
    this.doubts.done(effect.step);
    this.ledger.done(this.settled, effect, this.attemptsAt(effect.step), result.receipt);
    if (result.response !== undefined) this.answers[effect.step] = result.response;
    return undefined;
  }

  private async call(record: RecordWork, effect: Effect): Promise<CallResult> {
    const { destinations } = this.environment;
    const destination = destinations.get(effect.destination);
    if (destination === undefined) {
      const known = Array.from(destinations.keys()).join(', ');
      const message = `The configuration has no destination ${JSON.stringify(effect.destination)}; it has: ${known}.`;
      return { failure: { code: 'destination-unknown', message, terminal: true } };
    }
    if (effect.answer !== true) return this.callWith(destination, record, effect);
    const { replies } = this.environment;
    const { maxAnswerBytes } = destination;
    // If there is no room to return its answer, the effect must not be done: it would be repeated without end.
    if (!replies.reserve(maxAnswerBytes)) return 'not-begun';
    let used = 0;
    try {
      const result = await this.callWith(destination, record, effect);
      if (result !== 'not-begun' && 'response' in result) used = Buffer.byteLength(JSON.stringify(result.response));
      return result;
    } finally {
      replies.release(maxAnswerBytes - used);
    }
  }

  private callWith(destination: Destination, record: RecordWork, effect: Effect): Promise<CallResult> {
    const { gateway, signal } = this.environment;
    const { stream, position, sequence, revision = 0 } = record;
    const { readAt } = this;
    return this.doubts.guard(effect, destination, signal, (barred) =>
      destination.call({
        request: effect.request,
        idempotencyKey: idempotencyKey({ gateway, stream, position, revision, step: effect.step }),
        token: positionToken(sequence, effect.index),
        caller: `${this.environment.workflowId} ${this.work.chain}`,
        answer: effect.answer === true,
        loss: effect.digits === true ? 'digit' : 'number',
        retry: this.policy(destination),
        batch: this.environment,
        signal,
        mustStop: () => this.environment.mustStop(readAt) || barred(),
      }),
    );
  }

  /** A `deliver` record whose request this attempt or a lost one has done may still have to wait for its callback. */
  private awaiting({ effects }: RecordWork): AwaitedCallback | undefined {
    return effects === undefined ? awaitedCallback(this.environment.route?.deliver) : undefined;
  }

  private get origin(): EffectOrigin {
    const { workflowId, callbackLinks } = this.environment;
    return { chain: this.work.chain, workflowId, callbackLinks };
  }

  private prepared(record: RecordWork, effects: readonly Effect[]): readonly PreparedEffect[] | Failed {
    try {
      return effects.map((effect) => preparedEffect(this.origin, record, effect));
    } catch (error) {
      return terminal('request-invalid', (error as Error).message);
    }
  }

  private async deliverEffects(work: RecordWork): Promise<readonly PreparedEffect[] | Failed> {
    const deliver = this.environment.route?.deliver;
    if (deliver === undefined) {
      return terminal('request-invalid', 'The configuration of this worker has no `deliver` for the route.');
    }
    const read = await this.environment.references.record(this.work, this.settled);
    if (work.record === undefined) this.readAt = Date.now();
    if ('failure' in read) return read;
    if ('undecodable' in read.record.value) return terminal('undecodable', read.record.value.undecodable);
    this.passedOver = deliverCall(deliver, read.record.value) === undefined;
    if (this.passedOver) return [];
    try {
      return [preparedDelivery(this.origin, work, deliver, read.record)];
    } catch (error) {
      return terminal('request-invalid', (error as Error).message);
    }
  }

  /** The route's options override the destination's, one by one. */
  private policy({ retry }: Pick<Destination, 'retry'>): ResolvedRetry {
    return { ...retry, ...this.environment.route?.retry };
  }

  /** Attempts at a step of the current record, this one included. */
  private attemptsAt(step: string | undefined): number {
    return (this.again(step) ? this.work.attempts : 0) + 1;
  }

  private again(step: string | undefined): boolean {
    return this.settled === 0 && this.work.failing === step;
  }

  private judge(failure: CallFailure, count: number): EffectFailure {
    const destination = this.environment.destinations.get(failure.destination ?? '');
    const ageMs = (this.again(failure.step) ? this.work.failingForMs : undefined) ?? 0;
    const retry = destination && this.policy(destination);
    return this.doubts.judge(failure, (it) => judgeFailure(it, { count, ageMs, retry }));
  }
}

const terminal = (code: CallFailure['code'], message: string): Failed => ({
  failure: { code, message, terminal: true },
});
