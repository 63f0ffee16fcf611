const MOST = 300;

/** Divides a span of time into some 300 equal parts at most. A plot of more would be larger and show no more. */
export class Bins {
  /** Length of a part in whole seconds, so that a rate per second can be counted by hand. */
  readonly seconds: number;
  readonly count: number;

  constructor(
    readonly from: number,
    until: number,
  ) {
    this.seconds = Math.max(1, Math.ceil((until - from) / 1_000 / MOST));
    this.count = Math.floor((until - from) / (this.seconds * 1_000)) + 1;
  }

  /** Returns the items of each part. What lies outside the span is in none. */
  sort<T>(items: readonly T[], timeOf: (item: T) => number): readonly (readonly T[])[] {
    const parts = Array.from({ length: this.count }, (): T[] => []);
    for (const item of items) parts[Math.floor((timeOf(item) - this.from) / (this.seconds * 1_000))]?.push(item);
    return parts;
  }

  /** Middle of a part, in minutes since the start. */
  minutes(part: number): number {
    return ((part + 0.5) * this.seconds) / 60;
  }
}
