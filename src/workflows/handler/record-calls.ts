import type { Failure } from '../../model/contract/contract';
import type { Effect } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { jsonSize } from '../../model/json/json-size';
import { askedAgain } from '../head/asked-again';
import { callbackSettles } from '../turn/callback-settles';
import { submitEffect } from '../turn/turn';
import { EffectError } from '../head/record-failure';
import { notAwaited } from './not-awaited';
import type { WaitingRun } from './record-waits';

/** What calls may use of their handler's run. */
export interface CallingRun extends WaitingRun {
  readonly running: boolean;
  /** True when an operator has taken the record away. */
  readonly lost: boolean;
  /** Throws when the run is over. */
  assertRunning(): void;
  abandon(): void;
  /** Abandons the run, which then must not decide the record, by throwing. */
  abandoned(): never;
}

/** The calls of one run of a handler, and the effects of earlier records, which must come first (I4). */
export class RecordCalls {
  private queue: Promise<unknown> = Promise.resolve();
  private underWay = 0;
  private earlier: Promise<boolean> | undefined;
  /** Why calls failed that were not done when the handler returned. */
  private readonly late: unknown[] = [];

  constructor(
    private readonly run: CallingRun,
    /** Settles what earlier records deferred; resolves to false if that failed. */
    private readonly settleEarlier: () => Promise<boolean>,
  ) {}

  /** True while no call is under way. */
  get quiet(): boolean {
    return this.underWay === 0;
  }

  get earlierBegun(): boolean {
    return this.earlier !== undefined;
  }

  /** Settles when all calls made so far have ended. */
  get allEnded(): Promise<unknown> {
    return this.queue;
  }

  /** Makes calls of one record one after another, even in Promise.all: their order is part of the promise per key. */
  make(effect: Effect): Promise<EffectResponse> {
    const turn = this.queue.then(() => this.perform(effect));
    this.queue = turn.catch((error: unknown) => {
      if (!this.run.running) this.late.push(error);
    });
    return turn;
  }

  /** Why the record of a handler that has returned must not be settled: a call that nobody waited for is not done. */
  get left(): Failure | undefined {
    const [error] = this.late;
    if (error === undefined) return undefined;
    return notAwaited(error instanceof EffectError ? error.failure : undefined);
  }

  performEarlier(): void {
    const settled = this.settledEarlier();
    this.queue = this.queue.then(async () => {
      if (!(await settled)) this.run.abandon();
    });
  }

  /** Runs once for each run of a handler, because nothing can come before it afterwards. */
  settledEarlier(): Promise<boolean> {
    this.earlier ??= (async (): Promise<boolean> => {
      this.underWay += 1;
      try {
        return await this.settleEarlier();
      } finally {
        this.underWay -= 1;
      }
    })();
    return this.earlier;
  }

  private async perform(effect: Effect): Promise<EffectResponse> {
    const { run } = this;
    run.assertRunning();
    if (!(await this.settledEarlier())) return run.abandoned();
    this.underWay += 1;
    try {
      for (;;) {
        run.checkOn();
        askedAgain(run.chain.progress, effect.step);
        const known = run.chain.progress.answerOf(effect.step) ?? this.answerByCallback(effect);
        const answer = known ?? (await this.attempt(effect));
        if (answer !== undefined) return answer;
      }
    } finally {
      this.underWay -= 1;
    }
  }

  /** What stands for the answer to a request whose callback has come first: the API took it, and it is not repeated. */
  private answerByCallback({ step, callback }: Effect): EffectResponse | undefined {
    const { chain } = this.run;
    if (callback === undefined || !callbackSettles(chain, step)) return undefined;
    const answer = { status: 202, headers: {}, data: null };
    if (!this.run.lost) chain.progress.remember(step, answer);
    if (this.run.running) chain.callSucceeded();
    return answer;
  }

  /** Makes one attempt; `undefined` means that it must be tried again. */
  private async attempt(effect: Effect): Promise<EffectResponse | undefined> {
    const { run } = this;
    const { chain, host, work } = run;
    const outcome = await submitEffect(chain, host, work, effect);
    const { settled, answers, failure } = outcome;
    // A step may be called `constructor`.
    const answer = answers !== undefined && Object.hasOwn(answers, effect.step) ? answers[effect.step] : undefined;
    if (settled === 1 && answer !== undefined) {
      run.answers.take(effect.step, jsonSize(JSON.stringify(answer)), effect.destination);
      if (!run.lost) chain.progress.remember(effect.step, answer);
      if (run.running) chain.callSucceeded();
      return answer;
    }
    if (failure?.terminal === true) {
      const known = this.answerByCallback(effect);
      if (known !== undefined) return known;
      throw new EffectError(failure);
    }
    if (run.running && chain.tryLater(outcome)) await host.awaitRetry(chain);
    return undefined;
  }
}
