/** A task that waits longer for a call keeps the other keys of its lane waiting: an activity does not. */
export const QUICK_MS = 150;
/** So many quick calls in a row a key needs after its first slow one, and twice as many after each further one. */
const FIRST_RUN = 8;
const LONGEST_RUN = 1_024;
/** Some 2 MB. */
const MOST_KEYS = 10_000;

interface Slow {
  /** Quick calls since the last slow one. */
  quick: number;
  needed: number;
  readonly quickMs: number;
}

/**
 * I10: The keys whose calls were slow inside workflow tasks, as far as this worker knows. Activities make their calls until
 * enough of those were quick, so that a slow key does not hold up its lane again and again.
 */
export class SlowKeys {
  /** In the order in which they were slow; those that have become quick again are there for how often they were slow. */
  private readonly keys = new Map<string, Slow>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  has(workflowId: string, chain: string): boolean {
    const key = this.keys.get(nameOf(workflowId, chain));
    return key !== undefined && key.quick < key.needed;
  }

  /** Performs what a task asks for a key. */
  async inTask<T>(workflowId: string, chain: string, perform: () => Promise<T>, quickMs = QUICK_MS): Promise<T> {
    const began = this.now();
    try {
      return await perform();
    } finally {
      if (this.now() - began > quickMs) this.wasSlow(nameOf(workflowId, chain), quickMs);
    }
  }

  /** Performs what an activity does for a key. A backlog takes long, too, so that it makes no key slow. */
  byActivity<T>(workflowId: string, chain: string, perform: () => Promise<T>): Promise<T> {
    const key = this.keys.get(nameOf(workflowId, chain));
    return key === undefined ? perform() : this.watched(key, perform);
  }

  private async watched<T>(key: Slow, perform: () => Promise<T>): Promise<T> {
    const began = this.now();
    try {
      return await perform();
    } finally {
      key.quick = this.now() - began > key.quickMs ? 0 : Math.min(key.needed, key.quick + 1);
    }
  }

  private wasSlow(name: string, quickMs: number): void {
    const known = this.keys.get(name);
    const needed = Math.min(LONGEST_RUN, (known?.needed ?? FIRST_RUN / 2) * 2);
    this.keys.delete(name);
    this.keys.set(name, { quick: 0, needed, quickMs });
    if (this.keys.size <= MOST_KEYS) return;
    const [first = ''] = this.keys.keys();
    this.keys.delete(first);
  }
}

const nameOf = (workflowId: string, chain: string): string => `${workflowId}\n${chain}`;
