import type { ParsedRetry, ParsedRouteRetry } from './retry-schema';
import type { ResolvedRetry } from '../gateway/resolved';
import { defined } from '../../model/defined';

type Range = readonly [from: number, to: number];

const range = (status: number | string): Range => {
  if (typeof status === 'number') return [status, status];
  const [from = '', to = from] = status.split('-');
  return [Number(from.replace('xx', '00')), Number(to.replace('xx', '99'))];
};

export const resolvedRetry = (retry: ParsedRetry): ResolvedRetry => ({
  initialMs: retry.initial,
  factor: retry.factor,
  maximumMs: retry.maximum,
  jitter: retry.jitter,
  maxAttempts: retry.maxAttempts,
  maxAgeMs: retry.maxAge ?? 0,
  maxRetryAfterMs: retry.maxRetryAfter,
  statuses: retry.statuses.map(range),
  errors: retry.errors === 'all' ? 'all' : new Set(retry.errors),
});

/** What a route says of its retries, and nothing of what it leaves to the destination. */
export const routeRetry = (given: ParsedRouteRetry = {}): Partial<ResolvedRetry> => ({
  ...defined({
    initialMs: given.initial,
    factor: given.factor,
    maximumMs: given.maximum,
    jitter: given.jitter,
    maxAttempts: given.maxAttempts,
    maxAgeMs: given.maxAge,
    maxRetryAfterMs: given.maxRetryAfter,
  }),
  ...(given.statuses === undefined ? {} : { statuses: given.statuses.map(range) }),
  ...(given.errors === undefined ? {} : { errors: given.errors === 'all' ? 'all' : new Set(given.errors) }),
});
