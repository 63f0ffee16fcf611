import { CancellationScope, isCancellation, patched, sleep } from '@temporalio/workflow';

/** Due times are rounded up to this many milliseconds, so that keys which failed together come back together. */
const QUANTUM_MS = 250;
/** How many waiters wake at once: waking thousands could take longer than one workflow task may. */
const AT_ONCE = 500;
/** Before this patch, all that were due woke in one step. */
const IN_STEPS = 'retry-alarm-in-steps';

interface Waiting {
  readonly dueAt: number;
  readonly resolve: () => void;
}

/**
 * One timer for everything that waits for a retry. A timer each would mean thousands of events, with thousands of
 * conditions to check after each of them: more than a workflow task may take.
 */
export class RetryAlarm {
  private readonly waiting = new Map<object, Waiting>();
  private armedFor = Infinity;
  private timer: CancellationScope | undefined;

  /** Resolves when `notBefore`, in milliseconds since the epoch, has come, or at `wake`. One wait per waiter. */
  wait(waiter: object, notBefore: number): Promise<void> {
    return new Promise((resolve) => {
      this.setDue(waiter, notBefore, resolve);
    });
  }

  /** Gives one that waits another time. */
  setTime(waiter: object, time: number): void {
    const waiting = this.waiting.get(waiter);
    if (waiting !== undefined) this.setDue(waiter, time, waiting.resolve);
  }

  wake(waiter: object): void {
    this.waiting.get(waiter)?.resolve();
    this.waiting.delete(waiter);
  }

  wakeAll(): void {
    for (const waiter of this.waiting.keys()) this.wake(waiter);
  }

  private setDue(waiter: object, time: number, resolve: () => void): void {
    const dueAt = Math.ceil(time / QUANTUM_MS) * QUANTUM_MS;
    this.waiting.set(waiter, { dueAt, resolve });
    // Setting a timer anew costs two events, while a retry that is one quantum late does no harm.
    if (dueAt < this.armedFor - QUANTUM_MS) void this.arm(dueAt);
  }

  private async arm(dueAt: number): Promise<void> {
    this.timer?.cancel();
    // The timer must not be in the scope of the handler that happens to wait first, because all others wait for it too.
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
    this.wakeSome(Math.max(dueAt, Date.now()));
    let next = Infinity;
    for (const waiting of this.waiting.values()) next = Math.min(next, waiting.dueAt);
    if (next !== Infinity) void this.arm(next);
  }

  /** Wakes some of the due waiters; the rest are due at once, in a step of their own. */
  private wakeSome(time: number): void {
    let woken = 0;
    for (const [waiter, { dueAt }] of this.waiting) {
      if (dueAt > time) continue;
      if (woken >= AT_ONCE && patched(IN_STEPS)) return;
      this.wake(waiter);
      woken += 1;
    }
  }
}
