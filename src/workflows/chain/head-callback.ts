import type { CallbackAnswer, CarriedCallback } from '../../model/contract/callback-contract';
import { defined } from '../../model/defined';

export type KeptAnswer = CallbackAnswer & { readonly digest: string };

/** One step of the head record that waits for its callback, or has it. Another one takes its place in a new round. */
export class HeadCallback {
  /** End of the wait, milliseconds since the epoch; undefined where the callback came before it. */
  deadline: number | undefined;
  timedOut: boolean;
  answer: KeptAnswer | undefined;
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

  carry(): CarriedCallback {
    const { step, round, deadline, timedOut, answer, calls, destination } = this;
    return {
      step,
      round,
      ...defined({ deadline }),
      ...(timedOut ? { timedOut } : {}),
      ...defined({ answer }),
      ...(calls.size === 0 ? {} : { calls: Array.from(calls) }),
      ...defined({ destination }),
    };
  }
}
