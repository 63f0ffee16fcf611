import { setTimeout as delay } from 'node:timers/promises';

// This limit stops what hangs and does not measure speed: the machine may be busy with other work.
const WITHIN_MS = 100_000;
// Attempts grow rarer over time, because they keep the machine busy themselves.
const FIRST_MS = 50;
const SLOWER = 1.2;
const LONGEST_MS = 200;

/** Repeats `assertion` until it passes and returns its result; after the time limit it throws the last error. */
export const eventually = async <T>(
  assertion: () => T | Promise<T>,
  { withinMs = WITHIN_MS, everyMs }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(LONGEST_MS, pauseMs * SLOWER)) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await delay(everyMs ?? pauseMs);
  }
};
