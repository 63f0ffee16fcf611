import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** Due times are rounded up to this many milliseconds, so that keys which failed together come back together. */
const QUANTUM_MS = 250;

interface Waiting {
  readonly dueAt: number;
  readonly resolve: () => void;
}

/**
 * One timer for all that wait for a retry. A timer for each would be thousands of events, and thousands of conditions to
 * look at after each of them: more than a workflow task may take.
 */
export class RetryAlarm {
  private readonly waiting = new Map<object, Waiting>();
  private armedFor = Infinity;
  private timer: CancellationScope | undefined;

  /** Resolves when `notBefore`, in milliseconds since the epoch, has come, or at `wake`. One wait per waiter. */
  wait(waiter: object, notBefore: number): Promise<void> {
    return new Promise((resolve) => {
      const dueAt = Math.ceil(notBefore / QUANTUM_MS) * QUANTUM_MS;
      this.waiting.set(waiter, { dueAt, resolve });
      // A timer that is set anew is two events; a retry that comes a quantum late is nothing.
      if (dueAt < this.armedFor - QUANTUM_MS) void this.arm(dueAt);
    });
  }

  wake(waiter: object): void {
    this.waiting.get(waiter)?.resolve();
    this.waiting.delete(waiter);
  }

  wakeAll(): void {
    this.wakeUntil(Infinity);
  }

  private async arm(dueAt: number): Promise<void> {
    this.timer?.cancel();
    // Not in the scope of the handler that happens to wait first: all the others wait for it, too.
    const timer = new CancellationScope({ cancellable: true, parent: new CancellationScope({ cancellable: false }) });
    this.timer = timer;
    this.armedFor = dueAt;
    try {
      await timer.run(() => sleep(Math.max(1, dueAt - Date.now())));
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
    if (this.timer === timer) this.ring(dueAt);
  }

  private ring(dueAt: number): void {
    this.timer = undefined;
    this.armedFor = Infinity;
    this.wakeUntil(Math.max(dueAt, Date.now()));
    let next = Infinity;
    for (const waiting of this.waiting.values()) next = Math.min(next, waiting.dueAt);
    if (next !== Infinity) void this.arm(next);
  }

  private wakeUntil(time: number): void {
    for (const [waiter, { dueAt }] of this.waiting) if (dueAt <= time) this.wake(waiter);
  }
}
