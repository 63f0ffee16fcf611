// I6: an attempt stops its calls before Temporal may start the next one. The server starts the next one when it has not
// heard a heartbeat for the heartbeat timeout. So the attempt counts from when it *sent* the last heartbeat that the
// server confirmed, and stops at 70 % of the timeout; the rest is for clocks that run apart and calls that end slowly.
import { Context } from '@temporalio/activity';

const STOP_AFTER = 0.7;
const BEAT_EVERY = 0.2;
const LOOK_EVERY = 0.05;
/** An attempt that waited longer than this to be started may be overdue already and asks the server first. */
const FRESH = 0.2;

export interface FenceOptions {
  readonly heartbeatTimeoutMs: number;
  /** Time since the attempt was scheduled, by the wall clock. */
  readonly ageMs: number;
  /** Sends a heartbeat; rejects when it was not confirmed. */
  beat(): Promise<void>;
  /** The activity is cancelled: shutdown of the worker or a server that knows the attempt no more. */
  readonly cancelled: AbortSignal;
  /** The process is about to end: calls stop, and what is settled can still be answered. */
  readonly closing: AbortSignal;
}

/** The worker that an activity runs in, as its fence needs it. */
export interface FencedWorker {
  /** Heartbeats like the SDK's, whose success is known. Rejects when the server does not confirm it. */
  heartbeat(taskToken: Uint8Array, details: unknown): Promise<void>;
  /** Aborted when the worker closes: stop the calls under way. */
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

  /** Opens the fence of the activity that runs here. Each heartbeat reports what `details` returns at that moment. */
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
        // The SDK's own, for its local timers; the confirmed one, for the fence.
        context.heartbeat(report);
        return worker.heartbeat(taskToken, report);
      },
    });
  }

  /** Rejects when the attempt is overdue and the server does not confirm it. */
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

  /** Aborted when the attempt must stop at once. Give it to every call. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** True when the attempt may be somebody else's: no call may be begun. Asks the clock, because a process that was frozen gets its timers late. */
  get lost(): boolean {
    if (performance.now() - this.confirmedAt > this.options.heartbeatTimeoutMs * STOP_AFTER) this.cancel();
    return this.cancelled;
  }

  /** Sends a heartbeat now. Rejects when the server does not confirm it. */
  beat(): Promise<void> {
    return this.options.beat();
  }

  close(): void {
    clearInterval(this.timer);
    this.options.cancelled.removeEventListener('abort', this.cancel);
    this.options.closing.removeEventListener('abort', this.stop);
  }

  private readonly cancel = (): void => {
    this.cancelled = true;
    this.stop();
  };

  private readonly stop = (): void => {
    this.controller.abort(new Error('The attempt is over.'));
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
      // Not confirmed: the clock goes on from the last one that was, and the next tick tries again.
    } finally {
      this.beating = false;
    }
  }
}
