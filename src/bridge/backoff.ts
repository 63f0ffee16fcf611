import { setTimeout as delay } from 'node:timers/promises';
import { jittered } from '../async/jittered';
import type { SendResult } from './signal-sender';

interface Schedule {
  readonly initialMs: number;
  readonly maximumMs: number;
}

/** A closing run is through in milliseconds; an overloaded or absent server is not helped by haste. */
const SCHEDULES: Readonly<Record<Exclude<SendResult['kind'], 'durable' | 'too-large' | 'heavy'>, Schedule>> = {
  busy: { initialMs: 50, maximumMs: 200 },
  unknown: { initialMs: 100, maximumMs: 2_000 },
  throttled: { initialMs: 500, maximumMs: 5_000 },
  full: { initialMs: 500, maximumMs: 3_000 },
  failed: { initialMs: 1_000, maximumMs: 10_000 },
};

/** Milliseconds before attempt `attempt + 1`: doubled each time, jittered between half and all of it. */
export const backoffMs = (kind: keyof typeof SCHEDULES, attempt: number, random: () => number): number => {
  const { initialMs, maximumMs } = SCHEDULES[kind];
  return jittered(Math.min(maximumMs, initialMs * 2 ** Math.min(attempt - 1, 20)), random);
};

/** Waits before sending again; returns at once when `signal` is aborted. */
export const backoff = async (kind: keyof typeof SCHEDULES, attempt: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(backoffMs(kind, attempt, Math.random), undefined, { signal });
  } catch {
    // Aborted: the caller looks at the signal.
  }
};
