import type { CarriedAgent } from '../../model/contract/agent-contract';
import type { Failure } from '../../model/contract/failure';
import { defined } from '../../model/defined';

/** Carried length of a failure's message: a thousand agents may fail at once and must fit one input. */
const CARRIED_CHARACTERS = 100;

/** How many polls have failed, and since when. */
export interface FailedPolls {
  readonly attempts: number;
  readonly since: number | undefined;
}

/** The polls of an agent that have failed since the last one that worked. */
export class PollFailures {
  private failure: Failure | undefined;
  private count: number;
  private firstAt: number | undefined;

  constructor({ failure, attempts = 0, since }: CarriedAgent) {
    this.failure = failure;
    this.count = attempts;
    this.firstAt = since;
  }

  /** Undefined if the last poll worked. */
  get last(): Failure | undefined {
    return this.failure;
  }

  get attempts(): number {
    return this.count;
  }

  /** When the first of the failed polls was. */
  get since(): number | undefined {
    return this.firstAt;
  }

  add(failure: Failure, before: FailedPolls = this): void {
    this.firstAt = before.since ?? Date.now();
    this.failure = failure;
    this.count = before.attempts + 1;
  }

  clear(): void {
    this.failure = undefined;
    this.firstAt = undefined;
    this.count = 0;
  }

  carry(): Pick<CarriedAgent, 'attempts' | 'since' | 'failure'> {
    const { failure, count, firstAt } = this;
    return {
      ...(count === 0 ? {} : { attempts: count }),
      ...defined({ since: firstAt }),
      ...(failure === undefined
        ? {}
        : { failure: { ...failure, message: failure.message.slice(0, CARRIED_CHARACTERS) } }),
    };
  }
}
