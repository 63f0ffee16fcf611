// One run of a handler over one record: hands out the context, collects what is deferred, makes the calls.
import { log } from '@temporalio/workflow';
import type { Failure } from '../model/contract';
import type { ChainOutcome, Effect, EffectResponse, RecordWork } from '../model/effect-contract';
import { jsonSize } from '../model/json-size';
import { MAX_STEPS } from '../model/position-token';
import type { Chain } from './chain';
import { EffectError } from './effect-error';
import type { CallRequest, CallResponse, RecordContext } from './record-context';
import { TerminalError } from './terminal-error';
import { chainWork, holdChain, RECORD_OVERHEAD, type TurnHost } from './turn';

/**
 * `abandoned`: the record is not to be judged by this run, because one before it failed, an operator skipped it, or the
 * workflow leaves for continue-as-new. It runs again from its start, or never.
 */
export type RunResult =
  | { readonly kind: 'succeeded'; readonly deferred: readonly Effect[] }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'abandoned' };

/** Limits of what one record may bring into history: the server terminates a workflow whose command exceeds 2 MB. */
const MAX_REQUEST_BYTES = 512 * 1024;
const MAX_REQUESTS_BYTES = 1024 * 1024;
const MAX_ANSWER_BYTES = 256 * 1024;
const STEP_NAME = /^[A-Za-z0-9_-]{1,64}$/;

class Abandoned extends Error {}

export class RecordRun<S> implements RecordContext<S> {
  readonly log = log;
  private readonly deferred: Effect[] = [];
  private readonly steps = new Set<string>();
  private calls: Promise<unknown> = Promise.resolve();
  private over = false;
  private answered: number;
  private requested = 0;
  private abandon: (() => void) | undefined;
  private readonly skips: number;

  constructor(
    private readonly chain: Chain,
    private readonly host: TurnHost,
    private readonly work: RecordWork,
    private current: S,
    /** Settles what the records before this one deferred; false when that did not succeed. */
    private readonly settleEarlier: () => Promise<boolean>,
    private readonly stateless: boolean,
  ) {
    this.skips = chain.skips;
    // Answers to earlier attempts of the record are carried as well.
    this.answered = chain.headSteps.size === 0 ? 0 : jsonSize(JSON.stringify(Array.from(chain.headSteps.values())));
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

  async execute(handle: (context: RecordContext<S>) => Promise<void> | void): Promise<RunResult> {
    const abandoned = new Promise<RunResult>((resolve) => {
      this.abandon = (): void => {
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
    const result = await Promise.race([abandoned, finished]);
    this.over = true;
    return result;
  }

  private async outcome(handle: (context: RecordContext<S>) => Promise<void> | void): Promise<RunResult> {
    try {
      await handle(this);
      return { kind: 'succeeded', deferred: this.deferred };
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    }
  }

  defer(destination: string, request: CallRequest): void {
    if (this.over) throw new Abandoned('The record of this context is over.');
    this.deferred.push(this.effect(destination, request));
  }

  async call<T = unknown>(destination: string, request: CallRequest): Promise<CallResponse<T>> {
    const effect: Effect = { ...this.effect(destination, request), answer: true };
    // Calls of one record go one after the other, also from Promise.all: their order is part of the promise per key.
    const turn = this.calls.then(() => this.perform(effect));
    this.calls = turn.catch(() => undefined);
    return (await turn) as CallResponse<T>;
  }

  private effect(destination: string, { step, ...request }: CallRequest): Effect {
    const index = this.steps.size + 1;
    const name = step ?? String(index);
    if (!STEP_NAME.test(name)) throw new Error(`Step ${JSON.stringify(name)}: expected 1-64 of [A-Za-z0-9_-].`);
    if (this.steps.has(name)) throw new Error(`Step ${JSON.stringify(name)} is used twice for one record.`);
    if (index > MAX_STEPS) throw new Error(`A record may have ${String(MAX_STEPS)} steps at most.`);
    const size = jsonSize(JSON.stringify(request));
    if (size > MAX_REQUEST_BYTES) {
      throw new Error(`A request may have ${String(MAX_REQUEST_BYTES)} bytes of JSON at most, got ${String(size)}.`);
    }
    this.requested += size;
    if (this.requested > MAX_REQUESTS_BYTES) {
      throw new Error(
        `The requests of a record may have ${String(MAX_REQUESTS_BYTES)} bytes of JSON together at most.`,
      );
    }
    this.steps.add(name);
    return { step: name, index, destination, request };
  }

  private async perform(effect: Effect): Promise<EffectResponse> {
    if (this.ended()) throw new Abandoned('The record of this context is over.');
    if (!(await this.settleEarlier())) return this.abandoned();
    for (;;) {
      if (this.ended() || this.host.leaving || this.skipped) return this.abandoned();
      const answer = this.chain.headSteps.get(effect.step) ?? (await this.attempt(effect));
      if (answer !== undefined) return answer;
    }
  }

  /** One attempt; `undefined` when it is to be tried again. */
  private async attempt(effect: Effect): Promise<EffectResponse | undefined> {
    const { chain, host } = this;
    const outcome = await this.submit(effect);
    const { settled, answers, failure } = outcome;
    const answer = answers?.[effect.step];
    if (settled === 1 && answer !== undefined) {
      this.answered += jsonSize(JSON.stringify(answer));
      if (this.answered > MAX_ANSWER_BYTES) throw new EffectError(answersTooLarge(effect, this.answered));
      if (!this.skipped) chain.headSteps.set(effect.step, answer);
      if (!this.over) chain.hold = undefined;
      return answer;
    }
    if (failure?.terminal === true) throw new EffectError(failure);
    if (!this.over && holdChain(chain, outcome)) await host.awaitRetry(chain);
    return undefined;
  }

  private submit(effect: Effect): Promise<ChainOutcome> {
    const { chain, work } = this;
    chain.headSequence = work.sequence;
    const bytes = RECORD_OVERHEAD + jsonSize(JSON.stringify(effect));
    const { stream, position, sequence, revision } = work;
    const records = [
      { stream, position, sequence, ...(revision === undefined ? {} : { revision }), effects: [effect] },
    ];
    return this.host.effects.submit(chainWork(chain, records), bytes, chain.attempts > 0);
  }

  private ended(): boolean {
    return this.over;
  }

  private get skipped(): boolean {
    return this.chain.skips !== this.skips;
  }

  private abandoned(): never {
    // Once the handler has ended, its record is judged by how it ended.
    if (!this.over) this.abandon?.();
    this.over = true;
    throw new Abandoned('The record will be handled again.');
  }
}

const answersTooLarge = (effect: Effect, bytes: number): Failure => ({
  code: 'response-too-large',
  message: `The answers to one record's calls may have ${String(MAX_ANSWER_BYTES)} bytes together, got ${String(bytes)}.`,
  step: effect.step,
  destination: effect.destination,
});

const failureOf = (error: unknown): Failure => {
  if (error instanceof EffectError) return error.failure;
  if (error instanceof TerminalError) return error.failure;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'handler-error', message: text.slice(0, 1_000) };
};
