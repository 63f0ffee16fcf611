// The retry policy of a destination, and the same options on a route, where they override the destination's: what may
// be written, the rules across the options, and the result.
import { z } from 'zod';
import { DEFAULTS } from '../checking/defaults';
import { decimal, integer } from '../checking/leaf-schemas';
import { duration, durationMs } from '../checking/duration-schema';
import { expectations } from '../checking/expectations';
import { about } from '../checking/option-words';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { fieldOf, textsOf } from '../checking/raw';
import type { ResolvedRetry } from './resolved-destination';
import { defined } from '../../model/defined';

/** A status, a class such as `5xx`, or a range such as `502-504`. 1xx and 2xx are not failures. */
const statusRange = z
  .union([z.int().min(300).max(599), z.string().regex(/^(?:[345]xx|[345]\d\d-[345]\d\d)$/)])
  .register(expectations, { expected: "a status from 300 to 599, a class such as '5xx' or a range such as '502-504'" });

const statuses = z
  .array(statusRange)
  .max(100)
  .register(expectations, { expected: "a list of statuses from 300 to 599 such as 429, '5xx' or '502-504'" });

const errors = z
  .union([z.literal('all'), z.array(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/)).max(100)])
  .register(expectations, { expected: "'all' or a list of error codes such as 'ECONNRESET' or 'timeout'" });

const LEAVES = {
  initial: duration('1ms', '1h'),
  factor: decimal(1, 10),
  maximum: duration('1ms', '24h'),
  jitter: decimal(0, 1),
  maxAttempts: integer(0, 1_000_000),
  maxAge: duration('1s', '8760h'),
  maxRetryAfter: duration('1s', '168h'),
  statuses,
  errors,
} as const;

const WORDS = {
  initial: 'Wait before the second attempt.',
  factor: 'Each wait is this many times as long as the one before.',
  maximum: 'Longest wait between two attempts.',
  jitter: 'Share of each wait that is random.',
  maxAttempts: 'Failed attempts after which an effect has failed for good; 0 means no limit.',
  maxAge: 'Time since the first failed attempt of an effect after which its next failure is for good.',
  maxRetryAfter: 'Longest `Retry-After` that Sluice obeys.',
  statuses: 'Statuses that are retried; all others except 2xx fail for good.',
  errors: "Network errors that are retried, by code; 'timeout' is the deadline of the call.",
} as const;

export const retrySchema = z.strictObject({
  initial: LEAVES.initial.prefault(DEFAULTS.retryInitial).register(...about(WORDS.initial)),
  factor: LEAVES.factor.prefault(2).register(...about(WORDS.factor)),
  maximum: LEAVES.maximum.prefault(DEFAULTS.retryMaximum).register(...about(WORDS.maximum)),
  jitter: LEAVES.jitter.prefault(0.5).register(...about(WORDS.jitter)),
  maxAttempts: LEAVES.maxAttempts.prefault(0).register(...about(WORDS.maxAttempts)),
  maxAge: LEAVES.maxAge.optional().register(...about(WORDS.maxAge, { standard: 'no limit' })),
  maxRetryAfter: LEAVES.maxRetryAfter.prefault('1h').register(...about(WORDS.maxRetryAfter)),
  statuses: LEAVES.statuses.prefault([408, 425, 429, '5xx']).register(...about(WORDS.statuses)),
  errors: LEAVES.errors.prefault('all').register(...about(WORDS.errors)),
});

const AS_DESTINATION = { standard: "the destination's" } as const;

export const routeRetrySchema = z.strictObject({
  initial: LEAVES.initial.optional().register(...about(WORDS.initial, AS_DESTINATION)),
  factor: LEAVES.factor.optional().register(...about(WORDS.factor, AS_DESTINATION)),
  maximum: LEAVES.maximum.optional().register(...about(WORDS.maximum, AS_DESTINATION)),
  jitter: LEAVES.jitter.optional().register(...about(WORDS.jitter, AS_DESTINATION)),
  maxAttempts: LEAVES.maxAttempts.optional().register(...about(WORDS.maxAttempts, AS_DESTINATION)),
  maxAge: LEAVES.maxAge.optional().register(...about(WORDS.maxAge, AS_DESTINATION)),
  maxRetryAfter: LEAVES.maxRetryAfter.optional().register(...about(WORDS.maxRetryAfter, AS_DESTINATION)),
  statuses: LEAVES.statuses.optional().register(...about(WORDS.statuses, AS_DESTINATION)),
  errors: LEAVES.errors.optional().register(...about(WORDS.errors, AS_DESTINATION)),
});

export type ParsedRetry = z.output<typeof retrySchema>;
export type ParsedRouteRetry = z.output<typeof routeRetrySchema>;

interface Bounds {
  readonly initial?: string;
  readonly maximum?: string;
}

const maximumProblems = (path: readonly string[], retry: unknown, standard: Bounds): readonly Problem[] => {
  const initial = fieldOf(retry, 'initial') ?? standard.initial;
  const maximum = fieldOf(retry, 'maximum') ?? standard.maximum;
  const [initialMs, maximumMs] = [durationMs(initial), durationMs(maximum)];
  if (initialMs === undefined || maximumMs === undefined || initialMs <= maximumMs) return [];
  return [
    {
      option: optionPath([...path, 'maximum']),
      got: shownValue(maximum),
      expected: `at least retry.initial (${shownValue(initial)})`,
    },
  ];
};

const rangeProblems = (path: readonly string[], retry: unknown): readonly Problem[] =>
  textsOf(fieldOf(retry, 'statuses'))
    .filter((text) => {
      const [from, to] = text.split('-').map(Number);
      return from !== undefined && to !== undefined && from > to;
    })
    .map((text) => ({
      option: optionPath([...path, 'statuses']),
      got: shownValue(text),
      expected: 'a range from the lower status to the higher',
    }));

/** `standard` applies where the policy itself says nothing; a route does not know it. */
export const retryProblems = (path: readonly string[], retry: unknown, standard: Bounds = {}): readonly Problem[] => [
  ...maximumProblems(path, retry, standard),
  ...rangeProblems(path, retry),
];

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

/** Returns what a route sets of its retries, without what it leaves to the destination. */
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
