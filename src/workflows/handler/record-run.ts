// One run of a handler over one record: hands out the context, collects what is deferred, makes the calls.
import type { Duration } from '@temporalio/common';
import { log } from '@temporalio/workflow';
import type { RememberedWait } from '../../model/contract/remembered-wait';
import type { Effect, RecordWork } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { jsonSize } from '../../model/json-size';
import { AnswerBudget } from '../chain/answer-limits';
import { CallbackWaits } from './callback-waits';
import type { Chain } from '../chain/chain';
import { EffectError, failureOf } from './record-failure';
import { PublishList } from './publish-list';
import type * as api from './record-context';
import { RecordSteps, type Step } from './record-steps';
import { RecordWaits, type WaitingRun } from './record-waits';
import type { RunningHandler } from '../host/running-handlers';
import type { RunResult } from './run-result';
import { holdChain, submitEffect } from '../turn/turn';
import type { TurnHost } from '../turn/turn-host';

class Abandoned extends Error {}

export class RecordRun<S> implements api.RecordContext<S>, RunningHandler, WaitingRun {
  readonly log = log;
  private readonly deferred: Effect[] = [];
  private readonly published = new PublishList();
  private readonly steps = new RecordSteps();
  private readonly waits = new RecordWaits(this);
  private readonly callbacks = new CallbackWaits(this);
  private calls: Promise<unknown> = Promise.resolve();
  private over = false;
  readonly answers: AnswerBudget;
  private pending = 0;
  private earlier: Promise<boolean> | undefined;
  private giveUp: (() => void) | undefined;
  private readonly skips: number;

  constructor(
    readonly chain: Chain,
    readonly host: TurnHost,
    readonly work: RecordWork,
    private current: S,
    /** Settles what the records before this one deferred; false when that did not succeed. */
    private readonly settleEarlier: () => Promise<boolean>,
    private readonly stateless: boolean,
  ) {
    this.skips = chain.skips;
    this.answers = new AnswerBudget(chain.headSteps);
  }

  get key(): string {
    return typeof this.chain.key === 'string' ? this.chain.key : this.chain.id;
  }

  get state(): S {
    if (this.stateless) throw new Error('A route with `lanes` keeps no state: drop `lanes` or do not use ctx.state.');
    return this.current;
  }

  set state(state: S) {
    if (this.stateless) throw new Error('A route with `lanes` keeps no state: drop `lanes` or do not use ctx.state.');
    this.current = state;
  }

  /** State as the handler left it. */
  get result(): S {
    return this.current;
  }

  async execute(handle: (context: api.RecordContext<S>) => Promise<void> | void): Promise<RunResult> {
    const abandoned = new Promise<RunResult>((resolve) => {
      this.giveUp = (): void => {
        resolve({ kind: 'abandoned' });
      };
    });
    const finished = (async (): Promise<RunResult> => {
      const result = await this.outcome(handle);
      // A handler that goes on after its record is over must change nothing, and a call that it did not wait for must
      // have ended before the record is judged: two batches of one chain at a time would mix up their outcomes.
      this.over = true;
      await this.calls;
      return result;
    })();
    this.host.handlers.add(this);
    try {
      const result = await Promise.race([abandoned, finished]);
      this.over = true;
      // For the same reason: a wait may end a run whose call is under way.
      await this.calls;
      return result;
    } finally {
      this.host.handlers.remove(this);
    }
  }

  private async outcome(handle: (context: api.RecordContext<S>) => Promise<void> | void): Promise<RunResult> {
    try {
      await handle(this);
      return { kind: 'succeeded', deferred: this.deferred, published: this.published.all };
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    }
  }

  defer(destination: string, request: api.CallRequest): void {
    if (this.over) throw new Abandoned('The record of this context is over.');
    const effect = this.effect(destination, request);
    if (effect.callback !== undefined) throw new Error('What carries the URL of a callback is called, not deferred.');
    this.deferred.push(effect);
  }

  publish(topic: string, request: api.PublishRequest): void {
    if (this.over) throw new Abandoned('The record of this context is over.');
    this.published.add(topic, request);
  }

  async call<T = unknown>(destination: string, request: api.CallRequest): Promise<api.CallResponse<T>> {
    const effect: Effect = { ...this.effect(destination, request), answer: true };
    // Calls of one record go one after the other, also from Promise.all: their order is part of the promise per key.
    const turn = this.calls.then(() => this.perform(effect));
    this.calls = turn.catch(() => undefined);
    return (await turn) as api.CallResponse<T>;
  }

  sleep(duration: Duration, options: api.StepOptions = {}): Promise<void> {
    return this.waits.sleep(duration, options);
  }

  condition(holds: () => boolean, timeout?: Duration, options: api.StepOptions = {}): Promise<boolean> {
    return this.waits.condition(holds, timeout, options);
  }

  async executeChild<T = unknown>(workflowType: string, options: api.ChildOptions = {}): Promise<T> {
    return (await this.waits.executeChild(workflowType, options)) as T;
  }

  async waitForCallback<T = unknown>(
    step: string,
    submit: (url: string) => Promise<unknown>,
    options: api.CallbackOptions,
  ): Promise<T> {
    return (await this.callbacks.wait(step, submit, options)) as T;
  }

  get waiting(): boolean {
    return !this.over && this.pending === 0;
  }

  get earlierBegun(): boolean {
    return this.earlier !== undefined;
  }

  performEarlier(): void {
    const begun = this.settledEarlier();
    this.calls = this.calls.then(async () => {
      if (!(await begun)) this.abandon();
    });
  }

  abandon(): void {
    // Once the handler has ended, its record is judged by how it ended.
    if (!this.over) this.giveUp?.();
    this.over = true;
  }

  claim(step: string | undefined, bytes?: number): Step {
    return this.steps.claim(step, bytes);
  }

  async begin(): Promise<void> {
    if (this.ended()) throw new Abandoned('The record of this context is over.');
    if (!(await this.settledEarlier())) this.abandoned();
    this.checkOn();
  }

  checkOn(): void {
    const { paused, hold } = this.chain;
    if (this.ended() || this.host.leaving || this.skipped || (paused && hold !== undefined)) this.abandoned();
  }

  remember({ name }: Step, wait: RememberedWait): void {
    this.chain.headSteps.set(name, wait);
  }

  private effect(destination: string, { step, ...request }: api.CallRequest): Effect {
    const json = JSON.stringify(request);
    const { name, index } = this.steps.claim(step, jsonSize(json));
    return { step: name, index, destination, request, ...this.callbacks.place(json, name, destination) };
  }

  private async perform(effect: Effect): Promise<EffectResponse> {
    if (this.ended()) throw new Abandoned('The record of this context is over.');
    if (!(await this.settledEarlier())) return this.abandoned();
    this.pending += 1;
    try {
      for (;;) {
        this.checkOn();
        const known = this.chain.headSteps.get(effect.step) ?? undefined;
        const answer = known !== undefined && 'status' in known ? known : await this.attempt(effect);
        if (answer !== undefined) return answer;
      }
    } finally {
      this.pending -= 1;
    }
  }

  /** Once for the run of a handler: nothing can come before it any more. */
  private settledEarlier(): Promise<boolean> {
    this.earlier ??= (async (): Promise<boolean> => {
      this.pending += 1;
      try {
        return await this.settleEarlier();
      } finally {
        this.pending -= 1;
      }
    })();
    return this.earlier;
  }

  /** One attempt; `undefined` when it is to be tried again. */
  private async attempt(effect: Effect): Promise<EffectResponse | undefined> {
    const { chain, host, work } = this;
    const outcome = await submitEffect(chain, host, work, effect);
    const { settled, answers, failure } = outcome;
    const answer = answers?.[effect.step];
    if (settled === 1 && answer !== undefined) {
      this.answers.take(effect.step, jsonSize(JSON.stringify(answer)), effect.destination);
      if (!this.skipped) chain.headSteps.set(effect.step, answer);
      if (!this.over) chain.hold = undefined;
      return answer;
    }
    if (failure?.terminal === true) throw new EffectError(failure);
    if (!this.over && holdChain(chain, outcome)) await host.awaitRetry(chain);
    return undefined;
  }

  private ended(): boolean {
    return this.over;
  }

  private get skipped(): boolean {
    return this.chain.skips !== this.skips;
  }

  private abandoned(): never {
    this.abandon();
    throw new Abandoned('The record will be handled again.');
  }
}
