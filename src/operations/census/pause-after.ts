const SHORT_MS = 1_500;
/** Workers that are busy answer late for a while: whoever then paused for as long would tell of the past for long. */
const QUICK_MS = 3_000;
const TIMES = 2;

/**
 * How long to wait before the engines are asked the same again. What is found out within 1.75 s is at most five seconds
 * old; what takes longer than 3 s, since there is much of it, is asked for a third of the time at most.
 */
export const pauseAfter = (tookMs: number): number => (tookMs <= QUICK_MS ? SHORT_MS : TIMES * tookMs);
