import type { Effect } from './effect';

export interface TallySnapshot {
  /** Calls of `POST /accounts/:id` that could be read, whatever their answer. */
  readonly calls: number;
  /** Bookings. */
  readonly effects: number;
  /** Sum of the amounts booked. */
  readonly amount: number;
  /** Calls answered from an earlier booking under the same idempotency key: second bookings prevented. */
  readonly duplicates: number;
  /** Bookings of a record that was booked before, under another idempotency key or none. Must stay 0. */
  readonly repeated: number;
  /** Bookings of a record after a later record of the same account and run. Must stay 0. */
  readonly outOfOrder: number;
  /** Calls refused because their position token was lower than one already seen. */
  readonly stale: number;
}

interface Line {
  highest: number;
  readonly seen: Set<number>;
}

const nameOf = (run: string, account: string): string => `${run}\n${account}`;

/** Counts calls and effects, and checks each effect against the sequence number in its record. */
export class Tally {
  #calls = 0;
  #effects = 0;
  #amount = 0;
  #duplicates = 0;
  #repeated = 0;
  #outOfOrder = 0;
  #stale = 0;
  readonly #lines = new Map<string, Line>();

  called(): void {
    this.#calls += 1;
  }

  prevented(): void {
    this.#duplicates += 1;
  }

  refusedStale(): void {
    this.#stale += 1;
  }

  booked({ account, run, sequence, amount }: Effect): void {
    const name = nameOf(run, account);
    const line = this.#lines.get(name) ?? { highest: 0, seen: new Set<number>() };
    this.#lines.set(name, line);
    this.#effects += 1;
    this.#amount += amount;
    if (line.seen.has(sequence)) this.#repeated += 1;
    else if (sequence < line.highest) this.#outOfOrder += 1;
    line.seen.add(sequence);
    line.highest = Math.max(line.highest, sequence);
  }

  /** Number of different records of the account that this run has booked. */
  bookedOf(run: string, account: string): number {
    return this.#lines.get(nameOf(run, account))?.seen.size ?? 0;
  }

  snapshot(): TallySnapshot {
    return {
      calls: this.#calls,
      effects: this.#effects,
      amount: this.#amount,
      duplicates: this.#duplicates,
      repeated: this.#repeated,
      outOfOrder: this.#outOfOrder,
      stale: this.#stale,
    };
  }
}
