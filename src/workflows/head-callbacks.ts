import {
  FIRST_ROUND,
  type CallbackAnswer,
  type CallbackDelivery,
  type CarriedCallback,
} from '../model/callback-contract';
import { jsonSize } from '../model/json-size';
import type { InlineBudget } from './inbox';

type Answer = CallbackAnswer & { readonly digest: string };

/** One step of the head record that waits for its callback, or has it. Replaced when a new round of it begins. */
export class HeadCallback {
  /** Milliseconds since the epoch; undefined where the callback came before the wait. */
  deadline: number | undefined;
  timedOut: boolean;
  answer: Answer | undefined;
  /** Calls that carried the URL. */
  readonly calls: Set<string>;
  /** Where the URL went last: its policies decide about what fails here. */
  destination: string | undefined;

  constructor(
    readonly step: string,
    readonly round: number,
    carried?: CarriedCallback,
  ) {
    this.deadline = carried?.deadline;
    this.timedOut = carried?.timedOut ?? false;
    this.answer = carried?.answer;
    this.calls = new Set(carried?.calls);
    this.destination = carried?.destination;
  }

  /** Bytes that the answer takes, in history and in what is carried. */
  get bytes(): number {
    return answerBytes(this.answer?.data);
  }

  carry(): CarriedCallback {
    const { step, round, deadline, timedOut, answer, calls, destination } = this;
    return {
      step,
      round,
      ...(deadline === undefined ? {} : { deadline }),
      ...(timedOut ? { timedOut } : {}),
      ...(answer === undefined ? {} : { answer }),
      ...(calls.size === 0 ? {} : { calls: Array.from(calls) }),
      ...(destination === undefined ? {} : { destination }),
    };
  }
}

export const answerBytes = (data: unknown): number => (data === undefined ? 0 : jsonSize(JSON.stringify(data)));

/** Callbacks of a chain's head record, by step. They outlive reruns of its handler, and end with the record. */
export class HeadCallbacks {
  private readonly callbacks = new Map<string, HeadCallback>();

  constructor(
    private readonly budget: InlineBudget | undefined,
    carried: readonly CarriedCallback[] = [],
  ) {
    for (const callback of carried) {
      const { step, round } = callback;
      const known = new HeadCallback(step, round, callback);
      this.callbacks.set(step, known);
      // What the run before had room for has it here, too.
      budget?.take(known.bytes);
    }
  }

  get(step: string): HeadCallback | undefined {
    return this.callbacks.get(step);
  }

  get all(): readonly HeadCallback[] {
    return Array.from(this.callbacks.values());
  }

  /** The round that a request made now is of. */
  round(step: string): number {
    return this.callbacks.get(step)?.round ?? FIRST_ROUND;
  }

  /** Begins the wait, or goes on with the one that was begun. */
  open(step: string, deadline: number): HeadCallback {
    const callback = this.known(step);
    callback.deadline ??= deadline;
    return callback;
  }

  /** False when the workflow has no room for the answer. */
  take({ step, outcome, data, digest }: CallbackDelivery): boolean {
    if (this.budget?.take(answerBytes(data)) === false) return false;
    const callback = this.known(step);
    callback.answer = { outcome, digest, ...(data === undefined ? {} : { data }) };
    callback.timedOut = false;
    return true;
  }

  /**
   * Begins a new round of each step that has not succeeded, for another attempt of the record. Answers the calls that
   * carried the URLs and are to be made again.
   */
  renew(): readonly string[] {
    const again: string[] = [];
    for (const callback of this.all) {
      if (callback.answer?.outcome === 'succeeded') continue;
      this.budget?.give(callback.bytes);
      again.push(callback.step, ...callback.calls);
      this.callbacks.set(callback.step, new HeadCallback(callback.step, callback.round + 1));
    }
    return again;
  }

  clear(): void {
    for (const { bytes } of this.callbacks.values()) this.budget?.give(bytes);
    this.callbacks.clear();
  }

  carry(): readonly CarriedCallback[] {
    return this.all.map((callback) => callback.carry());
  }

  private known(step: string): HeadCallback {
    const known = this.callbacks.get(step);
    if (known !== undefined) return known;
    const callback = new HeadCallback(step, FIRST_ROUND);
    this.callbacks.set(step, callback);
    return callback;
  }
}
