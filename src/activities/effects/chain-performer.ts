import { errorText } from '../../errors';
import type { AwaitedCallback } from '../../model/contract/callback-contract';
import type {
  ChainOutcome,
  ChainWork,
  Effect,
  EffectFailure,
  EffectWait,
  RecordWork,
} from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { CallSpans } from './call-spans';
import { ChainLedger } from './chain-ledger';
import type { CallFailure, Receipt } from '../destinations/call/destination';
import type { ChainEnvironment } from './chain-environment';
import { deliverCall } from './deliver-call';
import { DoneRequests } from './done-requests';
import { effectCall, retryOf } from './effect-call';
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

const MESSAGE_CHARACTERS = 500;

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
  private readonly spans: CallSpans;
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
    this.requests = new DoneRequests(environment.destinations, resumed);
    this.ledger = new ChainLedger(environment.ledger, resumed?.made);
    this.spans = new CallSpans(environment.spans);
    this.doubts = RecordDoubts.of(work.records[this.settled], environment.lostSince, resumed);
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

  /** It never throws: what is wrong with one chain must not end the attempt of the others (I6). */
  async perform(): Promise<ChainOutcome> {
    try {
      return await this.performRecords();
    } catch (error) {
      const message = `The worker could not perform the record: ${errorText(error)}`.slice(0, MESSAGE_CHARACTERS);
      const doubtful = this.doubts.all.length > 0 ? ({ perhapsDone: true } as const) : {};
      return { ...this.outcome(), failure: { code: 'destination-error', message, terminal: true, ...doubtful } };
    }
  }

  private async performRecords(): Promise<ChainOutcome> {
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
    this.spans.judged(judged);
    if (judged.terminal) this.ledger.failed(this.settled, judged, attempts, receipt);
    return { ...this.outcome(), failure: judged, ...(alsoGone === 0 ? {} : { alsoGone }) };
  }

  private async performRecord(record: RecordWork): Promise<Hindered | undefined> {
    this.readAt = undefined;
    if (this.environment.mustStop()) return 'stopped';
    this.passedOver = false;
    const effects =
      record.effects === undefined ? await this.deliverEffects(record) : this.prepared(record, record.effects);
    if (effects === 'stopped' || 'failure' in effects) return effects;
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
    const { effect } = prepared;
    const { environment, doubts, readAt } = this;
    doubts.note(replayedDoubt(record, prepared, environment.destinations.get(effect.destination), Date.now()));
    const attempt = this.attemptsAt(effect.step);
    const called = { gateway: environment.gateway, route: environment.route?.name ?? '', began: Date.now(), attempt };
    const result = await effectCall({ environment, chain: this.work.chain, doubts, readAt }, record, prepared);
    // A call that we stopped ourselves has no outcome of its own; the next attempt makes it again.
    if (result === 'not-begun' || this.environment.signal.aborted) return 'stopped';
    const { step, destination } = effect;
    if ('wait' in result) return { wait: { ...result.wait, step, destination } };
    if ('failure' in result) {
      const failure = { ...result.failure, step, destination };
      this.spans.hindered(record, prepared, called, failure);
      return { ...result, failure };
    }
    this.spans.done(record, prepared, called);
    this.done.add(effect.step);
    if (record.effects !== undefined) this.requests.add(effect);
    this.doubts.done(effect);
    this.ledger.done(this.settled, effect, attempt, result.receipt);
    if (result.response !== undefined) this.answers[effect.step] = result.response;
    return undefined;
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

  private async deliverEffects(work: RecordWork): Promise<readonly PreparedEffect[] | Failed | 'stopped'> {
    const deliver = this.environment.route?.deliver;
    if (deliver === undefined) {
      return terminal('request-invalid', 'The configuration of this worker has no `deliver` for the route.');
    }
    const read = await this.environment.references.record(this.work, this.settled);
    // What a stopped attempt did not wait for has not failed: the next attempt reads it.
    if (this.environment.signal.aborted) return 'stopped';
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
    const retry = destination && retryOf(this.environment, destination);
    return this.doubts.judge(failure, (it) => judgeFailure(it, { count, ageMs, retry }));
  }
}

const terminal = (code: CallFailure['code'], message: string): Failed => ({
  failure: { code, message, terminal: true },
});
