import type { ResolvedRetry } from '../../config/destination/resolved-destination';
import type { EffectFailure } from '../../model/contract/effect-contract';
import type { CallFailure } from '../destinations/call/destination';
import { retryDelay, type FailedAttempts } from '../destinations/call/retry-policy';

export interface JudgedAttempts extends Pick<FailedAttempts, 'count' | 'ageMs'> {
  /** Undefined if the failure belongs to no destination, because Kafka could not be read. */
  readonly retry: ResolvedRetry | undefined;
}

/** Lets the policy decide whether to give up or how long to wait. */
export const judgeFailure = (
  { terminal: final, retryAfterMs, ...failure }: CallFailure,
  { count, ageMs, retry = READ_RETRY }: JudgedAttempts,
): EffectFailure => {
  if (final) return { ...failure, terminal: true };
  const retryInMs = retryDelay(retry, { count, ageMs, retryAfterMs });
  if (retryInMs !== undefined) return { ...failure, terminal: false, retryInMs };
  const tries = count === 1 ? '1 attempt' : `${count} attempts in ${Math.round(ageMs / 1_000)} s`;
  const message = `Gave up after ${tries}; the last: ${failure.message}`;
  return { ...failure, code: 'attempts-exhausted', message, terminal: true };
};

const READ_RETRY: ResolvedRetry = {
  initialMs: 1_000,
  factor: 2,
  maximumMs: 30_000,
  jitter: 0.5,
  maxAttempts: 0,
  maxAgeMs: 0,
  maxRetryAfterMs: 0,
  statuses: [],
  errors: 'all',
};
