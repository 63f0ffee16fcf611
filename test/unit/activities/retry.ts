import type { ResolvedRetry } from '../../../src/config/destination/resolved-destination';

/** The policy of a destination that says nothing, but for what is given. */
export const retry = (given: Partial<ResolvedRetry> = {}): ResolvedRetry => ({
  initialMs: 500,
  factor: 2,
  maximumMs: 60_000,
  jitter: 0.5,
  maxAttempts: 0,
  maxAgeMs: 0,
  maxRetryAfterMs: 3_600_000,
  statuses: [
    [408, 408],
    [425, 425],
    [429, 429],
    [500, 599],
  ],
  errors: 'all',
  ...given,
});
