// The retry policy of a destination: what is tried again, and after what time.
import type { ResolvedRetry } from '../../../config/destination/resolved-destination';

export const retriesStatus = ({ statuses }: ResolvedRetry, status: number): boolean =>
  statuses.some(([from, to]) => status >= from && status <= to);

/** `code` is Node's, or `timeout` for the deadline of the call. */
export const retriesError = ({ errors }: ResolvedRetry, code: string | undefined): boolean =>
  errors === 'all' || (code !== undefined && errors.has(code));

export interface FailedAttempts {
  /** Number of attempts at this effect, the last one included. */
  readonly count: number;
  /** Time since the first attempt. */
  readonly ageMs: number;
  /** The wait that `Retry-After` asks for. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Milliseconds to wait before the next attempt; undefined if there must be none. The wait is exponential and partly
 * random, so that keys which failed together do not come back together. It is at least what `Retry-After` asked for,
 * and if it would pass the maximum age, it ends then, for one last attempt.
 */
export const retryDelay = (
  retry: ResolvedRetry,
  { count, ageMs, retryAfterMs = 0 }: FailedAttempts,
  random: () => number = Math.random,
): number | undefined => {
  if (retry.maxAttempts > 0 && count >= retry.maxAttempts) return undefined;
  if (retry.maxAgeMs > 0 && ageMs >= retry.maxAgeMs) return undefined;
  const ceiling = Math.min(retry.maximumMs, retry.initialMs * retry.factor ** Math.max(0, count - 1));
  const delay = ceiling * (1 - retry.jitter * random());
  const remaining = retry.maxAgeMs > 0 ? retry.maxAgeMs - ageMs : Infinity;
  return Math.round(Math.max(Math.min(delay, remaining), Math.min(retryAfterMs, retry.maxRetryAfterMs)));
};
