import { patched, uuid4 } from '@temporalio/workflow';
import type { Effect } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { jsonSize } from '../../model/json/json-size';
import { awaitCallback, callbackFailure } from '../turn/await-callback';
import { answerFor, assertAnswerNumbers } from './answer-for';
import { waitClaim } from '../head/claim';
import { EffectError } from '../head/record-failure';
import type { HeadCallback } from '../head/head-callback';
import type { CallbackOptions } from './record-context';
import { waitMs, type WaitingRun } from './record-waits';

/** What a handler sees in place of the URL, which the activity puts there when the request leaves. */
const MARKER = 'https://callback.invalid/';

/** Before this patch, each round had a URL of its own, which said when it expires. */
const ONE_URL = 'one-callback-url';

/** The callbacks that one run of a handler waits for. */
export class CallbackWaits {
  /** Keyed by the unguessable part of the marker, so that a record that holds a marker cannot obtain a URL. */
  private readonly asked = new Map<string, HeadCallback>();

  constructor(private readonly run: WaitingRun & { readonly waiting: boolean; abandon(): void }) {}

  async wait(
    name: string,
    submit: (url: string) => Promise<unknown>,
    { timeout, numbers }: CallbackOptions,
  ): Promise<unknown> {
    const { chain, host } = this.run;
    assertAnswerNumbers(numbers);
    const step = this.run.claim(name, waitClaim('callback'));
    const endsAt = Date.now() + waitMs(timeout);
    await this.run.begin(true);
    const steady = chain.callbacks.get(step.name) === undefined && patched(ONE_URL);
    const callback = chain.callbacks.open(step.name, endsAt, steady);
    const id = uuid4();
    this.asked.set(id, callback);
    // This runs even if the answer is here already: its calls are not repeated, and later steps keep their numbers.
    await submit(MARKER + id);
    await awaitCallback(chain, host, callback, () => this.run.waiting);
    const failure = callbackFailure(callback);
    if (failure !== undefined) throw new EffectError(failure);
    if (callback.answer === undefined) return this.unfinished();
    const { data = null, source } = callback.answer;
    this.run.answers.take(step.name, jsonSize(JSON.stringify(data)) + jsonSize(source ?? ''));
    return answerFor({ data, ...defined({ source }) }, numbers).data;
  }

  /** What the activity must know about a request that carries the URL of a callback. */
  place(json: string, step: string, destination: string): Pick<Effect, 'callback'> {
    const found = Array.from(this.asked).filter(([id]) => json.includes(id));
    const [first] = found;
    if (first === undefined) return {};
    if (found.length > 1) throw new Error('A request carries the URL of one callback at most.');
    const [id, callback] = first;
    callback.sentTo(destination, step);
    const { round, deadline = 0 } = callback;
    const steady = callback.steady ? ({ steady: true } as const) : {};
    return { callback: { marker: MARKER + id, step: callback.step, round, deadline, ...steady } };
  }

  /** Never resolves: the handler runs again from its start or never, which this run must not take for a failure. */
  private unfinished(): Promise<never> {
    this.run.abandon();
    return new Promise(() => undefined);
  }
}
