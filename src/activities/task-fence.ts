// I6  A local activity runs inside a workflow task, which the server gives to another worker when its time is over. So
//     no call begins that might not end before: the worker's own clock tells how old the task is, also after a process
//     was frozen. What is under way is stopped in time.
import { TASK_MARGIN_MS } from '../model/at-once';
import type { TaskPlace } from '../model/contract/at-once-contract';

export class TaskFence {
  private readonly controller = new AbortController();
  /** By the clock that nobody sets. */
  private readonly endsAt: number;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly task: TaskPlace,
    /** The longest time of one call. */
    private readonly callMs: number,
    /** They abort when the activity is cancelled and when the process is about to end. */
    private readonly enders: readonly AbortSignal[],
  ) {
    const leftMs = this.leftMs;
    this.endsAt = performance.now() + leftMs;
    this.timer = setTimeout(this.stop, Math.max(0, leftMs));
    for (const ender of enders) {
      ender.addEventListener('abort', this.stop, { once: true });
      if (ender.aborted) this.stop();
    }
  }

  /** Aborts when all calls must stop at once. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** True when no call may begin. It asks the clocks: a frozen process gets timers late. */
  get late(): boolean {
    return this.signal.aborted || Math.min(this.leftMs, this.endsAt - performance.now()) < this.callMs;
  }

  /** Stops all calls. */
  readonly stop = (): void => {
    this.controller.abort(new Error('The workflow task is over.'));
  };

  close(): void {
    clearTimeout(this.timer);
    for (const ender of this.enders) ender.removeEventListener('abort', this.stop);
  }

  private get leftMs(): number {
    const { startedAt, timeoutMs } = this.task;
    // A clock by which the task has not begun yet is behind the server's.
    return startedAt + timeoutMs - TASK_MARGIN_MS - Math.max(Date.now(), startedAt);
  }
}
