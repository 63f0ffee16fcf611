import type { ResolvedRetry } from '../../../config/destination/resolved-destination';
import { errorText } from '../../../errors';
import type { CallFailure } from '../call/destination';
import { statusLeavesDoubt } from './http-failure';
import { parseRetryAfter } from '../answer/retry-after';
import { retriesError, retriesStatus } from '../call/retry-policy';
import { defined } from '../../../model/defined';

const MESSAGE_CHARACTERS = 500;
const BUGS: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];
const REASON = /^[\w.-]{1,64}$/;

/** The fields that errors of SDKs and `DestinationError` may have. All come from outside and may be anything. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly retryable?: unknown;
  readonly retryAfter?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
}

/**
 * Turns what a destination in code threw into a failure. Its own `retryable` decides first; otherwise programmer errors
 * are terminal, the retry policy judges an HTTP status or error code, and anything else is tried again.
 */
export const thrownFailure = (
  error: unknown,
  retry: ResolvedRetry,
  /** The deadline, if it had passed. */
  timeoutMs: number | undefined,
): Omit<CallFailure, 'step' | 'destination'> => {
  if (timeoutMs !== undefined) {
    const message = `No answer within ${timeoutMs} ms; the effect may have happened.`;
    return { code: 'timeout', message, terminal: !retriesError(retry, 'timeout'), perhapsDone: true };
  }
  const thrown = readable(error);
  const text = typeof thrown.message === 'string' ? thrown.message : errorText(error);
  const status = httpStatus(thrown.status);
  const reason = typeof thrown.code === 'string' && REASON.test(thrown.code) ? thrown.code : undefined;
  const retryAfterMs = waitOf(thrown.retryAfter);
  return {
    code: 'destination-error',
    message: text.slice(0, MESSAGE_CHARACTERS),
    terminal: !retryable(thrown, status, reason, retry),
    ...(leavesDoubt(thrown, status, retryAfterMs) ? { perhapsDone: true } : {}),
    ...defined({ status, reason, retryAfterMs }),
  };
};

/** Reads what can be read: a getter may throw, and so may all of a revoked proxy. */
const readable = (error: unknown): Thrown => {
  const field = (name: keyof Thrown): unknown => {
    try {
      return ((error ?? {}) as Thrown)[name];
    } catch {
      return undefined;
    }
  };
  const [name, message, retryable, retryAfter] = [
    field('name'),
    field('message'),
    field('retryable'),
    field('retryAfter'),
  ];
  return { name, message, retryable, retryAfter, status: field('status'), code: field('code') };
};

/** Only a status, or the words that the same call would fail again, say that the effect has not happened. */
const leavesDoubt = ({ retryable: own }: Thrown, status: number | undefined, comeBack: number | undefined): boolean =>
  status === undefined ? own !== false : statusLeavesDoubt(status, { comeBack: comeBack !== undefined });

const retryable = (
  { name, retryable: own }: Thrown,
  status: number | undefined,
  reason: string | undefined,
  retry: ResolvedRetry,
): boolean => {
  if (typeof own === 'boolean') return own;
  if (typeof name === 'string' && BUGS.includes(name)) return false;
  if (status !== undefined) return retriesStatus(retry, status);
  return reason === undefined || retriesError(retry, reason);
};

const httpStatus = (status: unknown): number | undefined =>
  typeof status === 'number' && Number.isInteger(status) && status >= 300 && status <= 599 ? status : undefined;

/** Takes seconds or a date, as in HTTP; anything else is ignored. */
const waitOf = (retryAfter: unknown): number | undefined => {
  if (typeof retryAfter === 'string') return parseRetryAfter(retryAfter, Date.now());
  if (typeof retryAfter === 'number') return retryAfter < 0 ? undefined : wholeMs(retryAfter * 1_000);
  const date = timeOf(retryAfter);
  return date === undefined ? undefined : wholeMs(date - Date.now());
};

const wholeMs = (ms: number): number | undefined => (Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined);

/** Undefined for what is no date. It asks no method of the value, which may be anything. */
const timeOf = (value: unknown): number | undefined => {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
};
