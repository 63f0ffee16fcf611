/** At most `limit` holders at the same time; the rest wait in order. */
export class Limiter {
  private count = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  get held(): number {
    return this.count;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.count >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.count += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place passes on; counting down and up again would let a newcomer slip in between.
      if (next === undefined) this.count -= 1;
      else next();
    }
  }
}
