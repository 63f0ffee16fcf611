/** A task that waits longer for a call keeps the other keys of its lane waiting: an activity does not. */
const QUICK_MS = 150;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

interface Slow {
  readonly until: number;
  readonly pauseMs: number;
}

/** Tells which routes have calls that are quick enough to be made inside workflow tasks, as far as this worker knows. */
export class AtOncePace {
  private underWay = 0;
  private readonly slow = new Map<string, Slow>();

  constructor(
    /** How many batches may be under way: each keeps one of the worker's places for workflow tasks. */
    private readonly places: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  admits(route: string): boolean {
    return this.underWay < this.places && this.pauseMs(route) === 0;
  }

  /** How long a route still pauses. */
  pauseMs(route: string): number {
    return Math.max(0, (this.slow.get(route)?.until ?? 0) - this.now());
  }

  /** After a slow call the route pauses, the longer the more often. */
  async timed<T>(route: string, perform: () => Promise<T>): Promise<T> {
    const began = this.now();
    this.underWay += 1;
    try {
      return await perform();
    } finally {
      this.underWay -= 1;
      if (this.now() - began <= QUICK_MS) this.slow.delete(route);
      else this.pause(route);
    }
  }

  private pause(route: string): void {
    const known = this.slow.get(route);
    // Of several slow calls at the same time, the first one counts.
    if (known !== undefined && known.until > this.now()) return;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, (known?.pauseMs ?? FIRST_PAUSE_MS / 2) * 2);
    this.slow.set(route, { until: this.now() + pauseMs, pauseMs });
  }
}
