/** Allows at most `limit` holders at once, and fewer for a while after `restart`; the rest wait in order. */
export class Limiter {
  private count = 0;
  private allowed: number;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {
    this.allowed = limit;
  }

  /** Number of places taken. */
  get taken(): number {
    return this.count;
  }

  /** True while a newcomer has to wait for a place. */
  get full(): boolean {
    return this.count >= this.allowed;
  }

  /** Starts again with `places`; `grow` leads back to the limit. */
  restart(places: number): void {
    this.allowed = Math.min(this.limit, places);
  }

  /** Adds a place, up to the limit. Called on each success, it doubles them in the time of one call, as TCP does. */
  grow(): void {
    if (this.allowed >= this.limit) return;
    this.allowed += 1;
    this.admit();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.full) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.count += 1;
    try {
      return await work();
    } finally {
      this.count -= 1;
      this.admit();
    }
  }

  /** Counts the place before its holder runs, because a newcomer must not slip in between. */
  private admit(): void {
    while (this.count < this.allowed) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.count += 1;
      next();
    }
  }
}
