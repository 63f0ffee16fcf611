// I6  An attempt stops its calls before Temporal may start the next one, which it does after hearing no heartbeat for
//     the heartbeat timeout. So the attempt counts from when it *sent* the last heartbeat that the server confirmed,
//     and stops at 70 % of the timeout; the rest is for clocks that run apart and calls that end slowly.
import { Context } from '@temporalio/activity';

const STOP_AFTER = 0.7;
const BEAT_EVERY = 0.2;
const LOOK_EVERY = 0.05;
/** An attempt that waited longer than this share of the timeout to start may be overdue, and asks the server first. */
const FRESH = 0.2;

export interface FenceOptions {
  readonly heartbeatTimeoutMs: number;
  /** Wall-clock time since the attempt was scheduled. */
  readonly ageMs: number;
  /** Sends a heartbeat; rejects if it is not confirmed. */
  beat(): Promise<void>;
  /** Aborts when the activity is cancelled: the worker shuts down, or the server no longer knows the attempt. */
  readonly cancelled: AbortSignal;
  /** Aborts when the process is about to end: calls stop, but what is settled can still be returned. */
  readonly closing: AbortSignal;
}

/** What a fence needs from the worker that its activity runs in. */
export interface FencedWorker {
  /** Sends a heartbeat like the SDK's, but rejects if the server does not confirm it. */
  heartbeat(taskToken: Uint8Array, details: unknown): Promise<void>;
  /** Aborts when the worker closes and the calls under way must stop. */
  readonly closing: AbortSignal;
}

export class AttemptFence {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private confirmedAt = performance.now();
  private beatAt = performance.now();
  private beating = false;
  private cancelled = false;

  private constructor(private readonly options: FenceOptions) {
    options.cancelled.addEventListener('abort', this.cancel, { once: true });
    options.closing.addEventListener('abort', this.stop, { once: true });
    if (options.cancelled.aborted) this.cancel();
    if (options.closing.aborted) this.stop();
    this.timer = setInterval(() => void this.tick(), options.heartbeatTimeoutMs * LOOK_EVERY);
  }

  /** Opens the fence of the current activity. Each heartbeat reports what `details` returns at that moment. */
  static ofActivity(worker: FencedWorker, defaultTimeoutMs: number, details: () => unknown): Promise<AttemptFence> {
    const context = Context.current();
    const { heartbeatTimeoutMs = defaultTimeoutMs, currentAttemptScheduledTimestampMs, taskToken } = context.info;
    return AttemptFence.open({
      heartbeatTimeoutMs,
      ageMs: Date.now() - currentAttemptScheduledTimestampMs,
      cancelled: context.cancellationSignal,
      closing: worker.closing,
      beat: () => {
        const report = details();
        // The SDK's own heartbeat is for its local timers; the confirmed one is for the fence.
        context.heartbeat(report);
        return worker.heartbeat(taskToken, report);
      },
    });
  }

  /** Rejects if the attempt is overdue and the server does not confirm it. */
  static async open(options: FenceOptions): Promise<AttemptFence> {
    const fence = new AttemptFence(options);
    if (options.ageMs > options.heartbeatTimeoutMs * FRESH) {
      const sentAt = performance.now();
      try {
        await options.beat();
      } catch (error) {
        fence.close();
        throw error;
      }
      fence.confirmedAt = sentAt;
    }
    return fence;
  }

  /** Aborts when the attempt must stop at once. Pass it to every call. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** True when another attempt may run and no call may begin. It asks the clock: a frozen process gets timers late. */
  get lost(): boolean {
    if (performance.now() - this.confirmedAt > this.options.heartbeatTimeoutMs * STOP_AFTER) this.cancel();
    return this.cancelled;
  }

  /** Sends a heartbeat now; rejects if the server does not confirm it. */
  beat(): Promise<void> {
    return this.options.beat();
  }

  /** Stops all calls of the attempt, which will not go on. */
  readonly stop = (): void => {
    this.controller.abort(new Error('The attempt is over.'));
  };

  close(): void {
    clearInterval(this.timer);
    this.options.cancelled.removeEventListener('abort', this.cancel);
    this.options.closing.removeEventListener('abort', this.stop);
  }

  private readonly cancel = (): void => {
    this.cancelled = true;
    this.stop();
  };

  private async tick(): Promise<void> {
    const sentAt = performance.now();
    const due = sentAt - this.beatAt >= this.options.heartbeatTimeoutMs * BEAT_EVERY;
    if (this.lost || this.beating || !due) return;
    this.beating = true;
    this.beatAt = sentAt;
    try {
      await this.options.beat();
      this.confirmedAt = sentAt;
    } catch {
      // Without a confirmation the time since the last confirmed heartbeat runs on, and the next tick tries again.
    } finally {
      this.beating = false;
    }
  }
}
