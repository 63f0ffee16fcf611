const SHORT_MS = 2_000;
/** What takes longer than this cannot be known within five seconds at any rate. */
const QUICK_MS = 1_500;
const TIMES = 2;

/**
 * How long to wait before the engines are asked the same again. What is found out quickly is at most five seconds old;
 * what takes long is asked for a third of the time at most.
 */
export const pauseAfter = (tookMs: number): number => (tookMs <= QUICK_MS ? SHORT_MS : TIMES * tookMs);
