// One run of a handler over one record. It stands behind the context, collects what the handler defers and makes its calls.
//
// A run goes once from `running` to `ended` or `abandoned`; only `finish` writes the phase. `ended`: the handler has
// returned or thrown, and that decides its record. `abandoned`: this run must not decide the record, because an earlier
// record failed, an operator took it away, or the workflow continues as new. The record then runs again, or never.
import type { Duration } from '@temporalio/common';
import type { Failure } from '../../model/contract/contract';
import type { Effect, RecordWork } from '../../model/contract/effect-contract';
import type { Publish } from '../../model/contract/outbox-contract';
import { jsonSize } from '../../model/json/json-size';
import type { RememberedWait } from '../../model/contract/remembered-wait';
import { AnswerBudget } from '../head/answer-limits';
import type { Chain } from '../chain/chain';
import type { RunningHandler } from '../turn/running-handlers';
import type { TurnHost } from '../turn/turn-host';
import { answerFor, assertAnswerNumbers } from './answer-for';
import { assertCall } from './assert-given';
import { CallbackWaits } from './callback-waits';
import { PublishList } from './publish-list';
import { RecordCalls, type CallingRun } from './record-calls';
import type * as api from './record-context';
import { callClaim, type Claim } from '../head/claim';
import { HandedContext, type BehindContext } from './handed-context';
import { failureOf } from '../head/record-failure';
import { given } from './given';
import { notAwaited } from './not-awaited';
import { carriedRequest } from './carried-request';
import { RecordAbandoned } from './record-abandoned';
import { RecordSteps, type Step } from './record-steps';
import { RecordWaits } from './record-waits';
import { StepGuard } from './step-guard';
import { tellThrown } from './tell-thrown';

type RunPhase = 'running' | 'ended' | 'abandoned';

export type RunResult =
  | { readonly kind: 'succeeded'; readonly deferred: readonly Effect[]; readonly published: readonly Publish[] }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'abandoned' };

export class RecordRun<S> implements BehindContext<S>, RunningHandler, CallingRun {
  private readonly deferred: Effect[] = [];
  private readonly published = new PublishList();
  private readonly steps = new RecordSteps();
  private readonly guard = new StepGuard(this);
  private readonly waits = new RecordWaits(this);
  private readonly callbacks = new CallbackWaits(this);
  private readonly calls: RecordCalls;
  readonly answers: AnswerBudget;
  private phase: RunPhase = 'running';
  private giveUp: (() => void) | undefined;
  /** Children and callbacks that wait for earlier records. */
  private beginning = 0;
  private readonly handling: number;
  readonly begunAt = Date.now();

  constructor(
    readonly chain: Chain,
    readonly host: TurnHost,
    readonly work: RecordWork,
    private current: S,
    /** Settles what earlier records deferred; resolves to false if that failed. */
    settleEarlier: () => Promise<boolean>,
    private readonly stateless: boolean,
    /** See `WireRecord`. */
    private readonly keyText: string | undefined,
  ) {
    this.calls = new RecordCalls(this, settleEarlier);
    this.handling = chain.progress.handling;
    this.answers = new AnswerBudget(chain.progress.steps);
  }

  get key(): string {
    if (this.keyText !== undefined) return this.keyText;
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

  /** The state as the handler left it. */
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
      // A call that the handler did not await must end before the record is judged: two batches of one chain at once
      // would mix up their outcomes.
      this.finish('ended');
      await this.calls.allEnded;
      const left = result.kind === 'succeeded' && this.phase === 'ended' ? this.calls.left : undefined;
      return left === undefined ? result : { kind: 'failed', failure: left };
    })();
    this.host.handlers.add(this);
    try {
      const result = await Promise.race([abandoned, finished]);
      // A wait may abandon a run whose call is still under way, so this waits for the same reason.
      await this.calls.allEnded;
      return result;
    } finally {
      this.host.handlers.remove(this);
    }
  }

  private async outcome(handle: (context: api.RecordContext<S>) => Promise<void> | void): Promise<RunResult> {
    try {
      await handle(new HandedContext(this));
      const failure = this.running
        ? (this.guard.ended() ?? (this.beginning > 0 ? notAwaited() : undefined))
        : undefined;
      if (failure !== undefined) return { kind: 'failed', failure };
      return { kind: 'succeeded', deferred: this.deferred, published: this.published.all };
    } catch (error) {
      const failure = this.guard.failure ?? failureOf(error);
      if (failure.code === 'handler-error' && this.running) tellThrown(this.chain.id, this.work, error);
      return { kind: 'failed', failure };
    }
  }

  defer(destination: string, request: api.CallRequest): void {
    this.assertRunning();
    const effect = this.effect(destination, request);
    if (effect.callback !== undefined) throw new Error('What carries the URL of a callback is called, not deferred.');
    this.deferred.push(effect);
  }

  publish(topic: string, request: api.PublishRequest): void {
    this.assertRunning();
    this.published.add(topic, request);
  }

  call<T = unknown>(destination: string, request: api.CallRequest): Promise<api.CallResponse<T>> {
    return given(this.answer(destination, request));
  }

  private async answer<T>(destination: string, request: api.CallRequest): Promise<api.CallResponse<T>> {
    const effect = this.effect(destination, request);
    const { numbers } = request;
    const digits = numbers === 'text' ? ({ digits: true } as const) : {};
    return answerFor(await this.calls.make({ ...effect, answer: true, ...digits }), numbers) as api.CallResponse<T>;
  }

  sleep(duration: Duration, options: api.StepOptions = {}): Promise<void> {
    return given(this.waits.sleep(duration, options));
  }

  condition(holds: () => boolean, timeout?: Duration, options: api.StepOptions = {}): Promise<boolean> {
    return given(this.waits.condition(holds, timeout, options));
  }

  executeChild<T = unknown>(workflowType: string, options: api.ChildOptions = {}): Promise<T> {
    return given((async () => (await this.waits.executeChild(workflowType, options)) as T)());
  }

  waitForCallback<T = unknown>(
    step: string,
    submit: (url: string) => Promise<unknown>,
    options: api.CallbackOptions,
  ): Promise<T> {
    return given((async () => (await this.callbacks.wait(step, submit, options)) as T)());
  }

  get waiting(): boolean {
    return this.running && this.calls.quiet;
  }

  get earlierBegun(): boolean {
    return this.calls.earlierBegun;
  }

  performEarlier(): void {
    this.calls.performEarlier();
  }

  abandon(): void {
    this.finish('abandoned');
  }

  claim(step: string | undefined, claim: Claim, bytes?: number): Step {
    const taken = this.steps.claim(step, bytes);
    this.guard.claim(taken.name, claim);
    return taken;
  }

  async begin(acts = false): Promise<void> {
    this.assertRunning();
    if (acts) this.beginning += 1;
    if (!(await this.calls.settledEarlier())) this.abandoned();
    if (acts) this.beginning -= 1;
    this.checkOn();
  }

  checkOn(): void {
    const { paused, block } = this.chain;
    this.guard.advanced();
    if (!this.running || this.host.leaving || this.lost || (paused && block !== undefined)) this.abandoned();
  }

  remember({ name }: Step, wait: RememberedWait): void {
    this.chain.progress.remember(name, wait);
  }

  private effect(destination: string, given: api.CallRequest): Effect {
    assertCall(destination, given);
    const { step, numbers, ...request } = given;
    assertAnswerNumbers(numbers);
    const { json, carried } = carriedRequest(request);
    const claim = callClaim({ destination, json, ...carried }, this.begunAt);
    const { name, index } = this.claim(step, claim, jsonSize(json));
    return { step: name, index, destination, ...carried, ...this.callbacks.place(json, name, destination) };
  }

  get lost(): boolean {
    return this.chain.progress.handling !== this.handling;
  }
  get running(): boolean {
    return this.phase === 'running';
  }

  private finish(phase: Exclude<RunPhase, 'running'>): void {
    if (!this.running) return;
    this.phase = phase;
    if (phase === 'abandoned') this.giveUp?.();
  }

  assertRunning(): void {
    if (!this.running) throw new RecordAbandoned('The record of this context is over.');
  }
  abandoned(): never {
    this.abandon();
    throw new RecordAbandoned('The record will be handled again.');
  }
}
