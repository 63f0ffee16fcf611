/** How many calls go ahead of the others. */
const SCOUTS = 3;
/** How long a good answer counts. */
const FRESH_MS = 1_000;
/** How long the others wait for the first answer. A slow destination is called by all after that. */
const LONGEST_MS = 1_000;

/**
 * After a quiet time nobody knows what a destination answers: it may have begun to refuse us. So a few calls go ahead,
 * and the others wait for a good answer, or for the gate to close: otherwise a lane would send all of its keys at once.
 */
export class Scouts {
  private ahead = 0;
  private heardAt = -Infinity;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Resolves when the call may go; undefined if it may go at once. `back` must follow. */
  pass(): Promise<void> | undefined {
    if (!this.mayGo) return this.wait();
    this.ahead += 1;
    return undefined;
  }

  /** A call got a good answer. */
  heard(): void {
    this.heardAt = this.now();
    for (const wake of Array.from(this.waiting)) wake();
  }

  back(): void {
    this.ahead -= 1;
    const [next] = this.waiting;
    next?.();
  }

  private async wait(): Promise<void> {
    const until = this.now() + LONGEST_MS;
    while (!this.mayGo && this.now() < until) await this.news(until - this.now());
    this.ahead += 1;
  }

  private get mayGo(): boolean {
    return this.ahead < SCOUTS || this.now() - this.heardAt < FRESH_MS;
  }

  private news(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, withinMs);
      this.waiting.add(wake);
    });
  }
}
