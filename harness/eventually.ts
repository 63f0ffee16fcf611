import { setTimeout as delay } from 'node:timers/promises';

// A bound for what hangs, not a measure of speed: the machine may be busy with others.
const WITHIN_MS = 100_000;
const EVERY_MS = 50;

/** Repeats `assertion` until it passes and returns what it returned; after the time limit its last error stands. */
export const eventually = async <T>(
  assertion: () => T | Promise<T>,
  { withinMs = WITHIN_MS, everyMs = EVERY_MS }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await delay(everyMs);
  }
};
