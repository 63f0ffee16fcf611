import { FIRST_ROUND, type CallbackDelivery, type CarriedCallback } from '../../model/contract/callback-contract';
import type { AnswerRoom } from './answer-limits';
import { HeadCallback } from './head-callback';
import { defined } from '../../model/defined';

/** Whoever waits for a callback of the head record, and whether nothing else of the record is under way meanwhile. */
export interface CallbackWaiter {
  readonly callback: HeadCallback;
  atRest(): boolean;
}

/** Callbacks of a chain's head record, by step. They outlive reruns of its handler and end with the record. */
export class HeadCallbacks {
  private readonly callbacks = new Map<string, HeadCallback>();
  private readonly waiters = new Set<CallbackWaiter>();

  constructor(
    private readonly room: AnswerRoom,
    carried: readonly CarriedCallback[] = [],
  ) {
    for (const callback of carried) {
      const { step, round, answer } = callback;
      this.callbacks.set(step, new HeadCallback(step, round, callback));
      if (answer !== undefined) room.take(answer);
    }
  }

  get(step: string): HeadCallback | undefined {
    return this.callbacks.get(step);
  }

  /** The waiters of this moment. */
  get awaited(): ReadonlySet<CallbackWaiter> {
    return this.waiters;
  }

  /** True when only waits for callbacks are under way for the head record. */
  get aloneAwaited(): boolean {
    const waiters = Array.from(this.waiters);
    return waiters.length > 0 && waiters.every((waiter) => waiter.atRest());
  }

  beginWait(waiter: CallbackWaiter): void {
    this.waiters.add(waiter);
  }

  endWait(waiter: CallbackWaiter): void {
    this.waiters.delete(waiter);
  }

  /** True if the step is the callback's own, or a call that carried its URL. */
  isPartOf(callback: string, step: string | undefined): boolean {
    return step !== undefined && (step === callback || this.callbacks.get(callback)?.calls.has(step) === true);
  }

  /** True if a callback has come that answers for the step or for the call that carried its URL. */
  answer(step: string | undefined): boolean {
    return Array.from(this.callbacks.values()).some((one) => one.answer !== undefined && this.isPartOf(one.step, step));
  }

  /** The round to which a request made now belongs. */
  round(step: string): number {
    return this.callbacks.get(step)?.round ?? FIRST_ROUND;
  }

  /** Begins the wait, or continues the one already begun. `steady`: whether a new one has one URL for all its rounds. */
  open(step: string, deadline: number, steady = false): HeadCallback {
    const callback = this.known(step, steady);
    callback.beginWait(deadline, Date.now());
    return callback;
  }

  take({ step, outcome, data, source, digest }: CallbackDelivery): void {
    const answer = { outcome, digest, ...defined({ data, source }) };
    this.known(step).answered(answer);
    this.room.take(answer);
  }

  /**
   * Begins a new round for each step that has not succeeded, for another attempt at the record. Returns the steps whose
   * requests carried the URLs and must be made again.
   */
  renew(): readonly string[] {
    const again: string[] = [];
    for (const callback of this.callbacks.values()) {
      const { step, round, calls, answer, steady, since } = callback;
      if (answer?.outcome === 'succeeded') continue;
      if (answer !== undefined) this.room.give(answer);
      again.push(step, ...calls);
      this.callbacks.set(
        step,
        new HeadCallback(step, round + 1, { ...(steady ? { steady } : {}), ...defined({ since }) }),
      );
    }
    return again;
  }

  /** The callbacks that have not come although their requests were made, and whose time is not over. */
  get pending(): readonly HeadCallback[] {
    return Array.from(this.callbacks.values()).filter(
      ({ answer, timedOut, deadline, destination }) =>
        answer === undefined && !timedOut && deadline !== undefined && destination !== undefined,
    );
  }

  get size(): number {
    return this.callbacks.size;
  }

  clear(): void {
    for (const { answer } of this.callbacks.values()) if (answer !== undefined) this.room.give(answer);
    this.callbacks.clear();
  }

  carry(): { readonly callbacks?: readonly CarriedCallback[] } {
    if (this.callbacks.size === 0) return {};
    return { callbacks: Array.from(this.callbacks.values(), (callback) => callback.carry()) };
  }

  private known(step: string, steady = false): HeadCallback {
    const known = this.callbacks.get(step);
    if (known !== undefined) return known;
    const callback = new HeadCallback(step, FIRST_ROUND, steady ? { steady } : {});
    this.callbacks.set(step, callback);
    return callback;
  }
}
