import { setTimeout as delay } from 'node:timers/promises';

// A bound for what hangs, not a measure of speed: the machine may be busy with others.
const WITHIN_MS = 100_000;
// What takes long is asked for less often: the asking itself keeps the machine busy.
const FIRST_MS = 50;
const SLOWER = 1.2;
const LONGEST_MS = 200;

/** Repeats `assertion` until it passes and returns what it returned; after the time limit its last error stands. */
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
