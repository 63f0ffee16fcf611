/** The most that are woken in a second: each takes a signal and an activity, and the engine has other work. */
const PER_SECOND = 100;
const BETWEEN_MS = 100;
/** Those beyond come back at their own times. */
const MOST = 10_000;

/** A workflow in which keys wait for a destination, and that can be told to go on at once. */
export interface Sleeper {
  readonly workflowId: string;
  /** Never rejects: one that cannot be woken comes back at its own time. */
  wake(): Promise<void>;
}

/**
 * Who waits for a destination in this worker process, so that they can wait for long and yet go on as soon as it is
 * well. What is forgotten with the process comes back by itself, only later.
 */
export class Sleepers {
  private readonly asleep = new Map<string, Sleeper>();
  private timer: NodeJS.Timeout | undefined;

  /** False if there is no room to remember it. */
  add(sleeper: Sleeper): boolean {
    if (this.asleep.size >= MOST && !this.asleep.has(sleeper.workflowId)) return false;
    this.asleep.set(sleeper.workflowId, sleeper);
    return true;
  }

  /** It came back by itself. */
  remove({ workflowId }: Sleeper): void {
    this.asleep.delete(workflowId);
  }

  /** Wakes all, some at a time, until `keepAsleep`. */
  wakeAll(): void {
    this.timer ??= setInterval(() => {
      this.wakeSome();
    }, BETWEEN_MS).unref();
    this.wakeSome();
  }

  keepAsleep(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private wakeSome(): void {
    for (const sleeper of Array.from(this.asleep.values()).slice(0, (PER_SECOND * BETWEEN_MS) / 1_000)) {
      this.asleep.delete(sleeper.workflowId);
      void sleeper.wake();
    }
    if (this.asleep.size === 0) this.keepAsleep();
  }
}
