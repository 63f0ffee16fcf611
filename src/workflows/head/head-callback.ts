import type { CallbackAnswer, CarriedCallback } from '../../model/contract/callback-contract';
import { defined } from '../../model/defined';

export type KeptAnswer = CallbackAnswer & { readonly digest: string };

/** One step of the head record that waits for its callback or has it. A new round replaces it. */
export class HeadCallback {
  private endsAt: number | undefined;
  private late: boolean;
  private kept: KeptAnswer | undefined;
  private readonly carriers: Set<string>;
  private lastDestination: string | undefined;
  /** True if all rounds share one URL, see `CarriedCallback`. */
  readonly steady: boolean;
  private openedAt: number | undefined;

  constructor(
    readonly step: string,
    readonly round: number,
    carried?: Partial<CarriedCallback>,
  ) {
    this.endsAt = carried?.deadline;
    this.late = carried?.timedOut ?? false;
    this.kept = carried?.answer;
    this.carriers = new Set(carried?.calls);
    this.lastDestination = carried?.destination;
    this.steady = carried?.steady ?? false;
    this.openedAt = carried?.since;
  }

  /** End of the wait, milliseconds since the epoch; undefined if the callback came before the wait. */
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

  /** The destination that got the URL last; its policies decide what happens to a failure. */
  get destination(): string | undefined {
    return this.lastDestination;
  }

  /** When the first request was made that carried the URL, or later by the time that its answer took. */
  get since(): number | undefined {
    return this.openedAt;
  }

  /** The steps that asked for the callback. */
  get requests(): readonly string[] {
    return this.calls.size === 0 ? [this.step] : Array.from(this.calls);
  }

  /** Begins the wait, or continues the one already begun. */
  beginWait(deadline: number, now: number): void {
    this.endsAt ??= deadline;
    this.openedAt ??= now;
  }

  timeOut(): void {
    this.late = true;
  }

  answered(answer: KeptAnswer): void {
    this.kept = answer;
    this.late = false;
  }

  /** Notes that the URL goes to `destination`, in that call of a handler or in the request of a `deliver` route. */
  sentTo(destination: string, call?: string): void {
    if (call !== undefined) this.carriers.add(call);
    this.lastDestination = destination;
  }

  carry(): CarriedCallback {
    const { step, round, deadline, timedOut, answer, calls, destination, steady, since } = this;
    return {
      step,
      round,
      ...defined({ deadline }),
      ...(timedOut ? { timedOut } : {}),
      ...defined({ answer }),
      ...(calls.size === 0 ? {} : { calls: Array.from(calls) }),
      ...defined({ destination }),
      ...(steady ? { steady } : {}),
      ...defined({ since }),
    };
  }
}
