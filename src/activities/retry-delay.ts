import type { ResolvedRetry } from '../config/resolved';

/** A receiver may ask for patience, but not for ever: an hour at most. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * Time to wait before the next attempt, in milliseconds: exponential with full jitter between half and all of it, so
 * that keys which failed together do not come back together. What the receiver asked for by `Retry-After` is the least.
 */
export const retryDelay = (
  retry: ResolvedRetry,
  failedAttempts: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number => {
  const ceiling = Math.min(retry.maximumMs, retry.initialMs * retry.factor ** Math.max(0, failedAttempts - 1));
  const delay = ceiling * (0.5 + random() / 2);
  return Math.round(Math.max(delay, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)));
};

/** `Retry-After` in both its forms (RFC 9110, 10.2.3): seconds, or a date. */
export const parseRetryAfter = (value: string | undefined, nowMs: number): number | undefined => {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
};
