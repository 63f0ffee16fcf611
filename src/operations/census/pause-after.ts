const SHORT_MS = 1_000;
/** Workers that are busy answer late for a while: whoever then paused for as long would tell of the past for long. */
const QUICK_MS = 3_000;
const TIMES = 2;

/**
 * How long to wait before the engines are asked the same again. What is found out within 3.5 s is known anew within 4.5 s;
 * what takes much longer, since there is much of it, is asked for little more than a third of the time. There is no jump
 * in between, by which a census that takes a moment longer would tell of the past for seconds more.
 */
export const pauseAfter = (tookMs: number): number => Math.max(SHORT_MS, TIMES * (tookMs - QUICK_MS));
