import type { CallbackAnswer, CarriedCallback } from '../../model/contract/callback-contract';
import { defined } from '../../model/defined';

export type KeptAnswer = CallbackAnswer & { readonly digest: string };

/** One step of the head record that waits for its callback, or has it. Another one takes its place in a new round. */
export class HeadCallback {
  private endsAt: number | undefined;
  private late: boolean;
  private kept: KeptAnswer | undefined;
  private readonly carriers: Set<string>;
  private lastDestination: string | undefined;

  constructor(
    readonly step: string,
    readonly round: number,
    carried?: CarriedCallback,
  ) {
    this.endsAt = carried?.deadline;
    this.late = carried?.timedOut ?? false;
    this.kept = carried?.answer;
    this.carriers = new Set(carried?.calls);
    this.lastDestination = carried?.destination;
  }

  /** End of the wait, milliseconds since the epoch; undefined where the callback came before it. */
  get deadline(): number | undefined {
    return this.endsAt;
  }

  get timedOut(): boolean {
    return this.late;
  }

  get answer(): KeptAnswer | undefined {
    return this.kept;
  }

  /** Calls that carried the URL. */
  get calls(): ReadonlySet<string> {
    return this.carriers;
  }

  /** Where the URL went last: its policies decide about what fails here. */
  get destination(): string | undefined {
    return this.lastDestination;
  }

  /** Begins the wait, or goes on with the one that was begun. */
  beginWait(deadline: number): void {
    this.endsAt ??= deadline;
  }

  timeOut(): void {
    this.late = true;
  }

  answered(answer: KeptAnswer): void {
    this.kept = answer;
    this.late = false;
  }

  /** Its URL goes to `destination`: by that call of a handler, or by the request of a `deliver` route. */
  sentTo(destination: string, call?: string): void {
    if (call !== undefined) this.carriers.add(call);
    this.lastDestination = destination;
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
