import { QUICK_MS } from './slow-keys';

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;
/** So many quick calls in a row halve the next pause: one alone would forget a slow one of a moment ago. */
const QUICK_RUN = 32;

interface Slow {
  until: number;
  pauseMs: number;
  /** Quick calls since the last slow one, or since the pause was halved. */
  quick: number;
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
  async timed<T>(route: string, perform: () => Promise<T>, quickMs = QUICK_MS): Promise<T> {
    const began = this.now();
    this.underWay += 1;
    try {
      return await perform();
    } finally {
      this.underWay -= 1;
      if (this.now() - began <= quickMs) this.wasQuick(route);
      else this.pause(route);
    }
  }

  private wasQuick(route: string): void {
    const known = this.slow.get(route);
    if (known === undefined) return;
    known.quick += 1;
    if (known.quick < QUICK_RUN) return;
    known.quick = 0;
    known.pauseMs /= 2;
    if (known.pauseMs < FIRST_PAUSE_MS) this.slow.delete(route);
  }

  private pause(route: string): void {
    const known = this.slow.get(route);
    // Of several slow calls at the same time, the first one counts.
    if (known !== undefined && known.until > this.now()) return;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, (known?.pauseMs ?? FIRST_PAUSE_MS / 2) * 2);
    this.slow.set(route, { until: this.now() + pauseMs, pauseMs, quick: 0 });
  }
}
