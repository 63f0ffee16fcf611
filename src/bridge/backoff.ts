import { setTimeout as delay } from 'node:timers/promises';
import { jittered } from '../async/jittered';
import type { SendResult } from './signal-sender';

interface Schedule {
  readonly initialMs: number;
  readonly maximumMs: number;
}

/** A run that is closing is done in milliseconds; retrying quickly does not help an overloaded or absent server. */
const SCHEDULES: Readonly<Record<Exclude<SendResult['kind'], 'durable' | 'too-large' | 'heavy'>, Schedule>> = {
  busy: { initialMs: 50, maximumMs: 200 },
  unknown: { initialMs: 100, maximumMs: 2_000 },
  throttled: { initialMs: 500, maximumMs: 5_000 },
  full: { initialMs: 500, maximumMs: 3_000 },
  failed: { initialMs: 1_000, maximumMs: 10_000 },
};

/** Milliseconds to wait before attempt `attempt + 1`: doubles each time, with jitter between half and all of it. */
export const backoffMs = (kind: keyof typeof SCHEDULES, attempt: number, random: () => number): number => {
  const { initialMs, maximumMs } = SCHEDULES[kind];
  return jittered(Math.min(maximumMs, initialMs * 2 ** Math.min(attempt - 1, 20)), random);
};

/** Waits before sending again; returns at once when `signal` is aborted. */
export const backoff = async (kind: keyof typeof SCHEDULES, attempt: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(backoffMs(kind, attempt, Math.random), undefined, { signal });
  } catch {
    // `signal` was aborted; the caller checks it.
  }
};
