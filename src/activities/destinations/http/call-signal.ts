import type { GenericAbortSignal } from 'axios';

type Stop = () => void;

/**
 * Says when one call has to end: its time is up, or its caller stops it. It is as much of an AbortSignal as axios asks
 * for, because the real ones cost more than the rest of what we do for a call. `release` it when the call has ended.
 */
export class CallSignal implements GenericAbortSignal {
  private ended = false;
  private timeIsUp = false;
  private readonly stops = new Set<Stop>();
  private readonly calls: Set<CallSignal>;
  private readonly timer: NodeJS.Timeout;

  constructor(caller: AbortSignal, timeoutMs: number) {
    this.ended = caller.aborted;
    this.calls = callsOf(caller);
    this.calls.add(this);
    this.timer = setTimeout(() => {
      this.timeIsUp = true;
      this.end();
    }, timeoutMs);
    this.timer.unref();
  }

  get aborted(): boolean {
    return this.ended;
  }

  /** True if the time was up before the call was released. */
  get late(): boolean {
    return this.timeIsUp;
  }

  addEventListener(_abort: 'abort', stop: Stop): void {
    this.stops.add(stop);
  }

  removeEventListener(_abort: 'abort', stop: Stop): void {
    this.stops.delete(stop);
  }

  release(): void {
    clearTimeout(this.timer);
    this.calls.delete(this);
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    for (const stop of this.stops) stop();
  }
}

/** By the signal of their caller, the calls that it stops. Those of a batch share one listener. */
const stopped = new WeakMap<AbortSignal, Set<CallSignal>>();

const callsOf = (caller: AbortSignal): Set<CallSignal> => {
  const known = stopped.get(caller);
  if (known !== undefined) return known;
  const calls = new Set<CallSignal>();
  stopped.set(caller, calls);
  const endAll = (): void => {
    for (const call of calls) call.end();
  };
  caller.addEventListener('abort', endAll, { once: true });
  return calls;
};
