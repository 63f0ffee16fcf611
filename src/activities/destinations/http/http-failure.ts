// What it means that an HTTP call ended without an answer that could be read, and whether its effect may have happened.
import type { ResolvedRetry } from '../../../config/destination/resolved-destination';
import type { CallFailure } from '../call/destination';
import { retriesError } from '../call/retry-policy';

type HttpFailure = Omit<CallFailure, 'step' | 'destination'>;

/** Node's errors for requests that it cannot write; the same request would fail again. */
const UNSENDABLE = new Set(['ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS', 'ERR_HTTP_INVALID_HEADER_VALUE']);

/** Statuses of 500 and above which say that the API did not even begin. */
const NOT_BEGUN = new Set([501, 505, 507, 508, 511]);

/** Redirects by which an API answers a POST that it has done: look there for what came of it (RFC 9110, 15.4.4). */
const SEE_OTHER: readonly number[] = [301, 302, 303];

/**
 * Refusals of requests that took too long. By RFC 9110 (15.5.9) 408 means that the request never came whole, but APIs such
 * as Azure Cosmos DB answer it when they gave up a write in the middle, and 499 is for what was broken off.
 */
const GIVEN_UP: readonly number[] = [408, 499];

export interface AnsweredCall {
  /** True for a call that asks for nothing to be done, see `DestinationCall`. */
  readonly safe?: boolean;
  /** True if the answer says when to come back. */
  readonly comeBack?: boolean;
}

/**
 * True if an answer of this status does not rule out that the effect has happened: `502` comes from a proxy, and so may
 * a `503`, when the API behind it broke off. One that says when to come back did not begin.
 */
export const statusLeavesDoubt = (status: number, { safe = false, comeBack = false }: AnsweredCall = {}): boolean => {
  if (safe) return false;
  if (GIVEN_UP.includes(status)) return true;
  return SEE_OTHER.includes(status) || (status >= 500 && !NOT_BEGUN.has(status) && !(status === 503 && comeBack));
};

export interface EndedCall {
  readonly error: unknown;
  /** The deadline, if it has passed. */
  readonly timeoutMs: number | undefined;
  readonly retry: ResolvedRetry;
  /** False for a poll and for what is safe, which have no effect. */
  readonly effect: boolean;
  readonly redact: (text: string) => string;
}

/** The failure of a call to which no answer came, or none that Node can parse. `sent`: its request may have left. */
export const httpFailure = (ended: EndedCall, sent: boolean): HttpFailure => {
  const perhaps = sent && ended.effect;
  const also = perhaps ? '; the effect may have happened.' : '';
  const failure = ended.timeoutMs === undefined ? errorFailure(ended, also) : timeoutFailure(ended, sent, also);
  return { ...failure, ...(perhaps && failure.code !== 'request-invalid' ? { perhapsDone: true } : {}) };
};

const timeoutFailure = ({ timeoutMs, retry }: EndedCall, sent: boolean, also: string): HttpFailure => {
  const message = `No ${sent ? 'answer' : 'connection'} within ${timeoutMs} ms${also === '' ? '.' : also}`;
  return { code: 'timeout', message, terminal: !retriesError(retry, 'timeout') };
};

const errorFailure = ({ error, retry, effect, redact }: EndedCall, also: string): HttpFailure => {
  const { message, code } = error as { readonly message?: string; readonly code?: string };
  const text = redact(`${code === undefined ? '' : `${code}: `}${message ?? String(error)}`);
  // An error without a code is not of the network.
  if (code === undefined) return { code: 'network', message: text + also, terminal: true };
  if (UNSENDABLE.has(code)) return { code: 'request-invalid', message: text, terminal: true };
  const terminal = !retriesError(retry, code);
  if (code.startsWith('HPE_')) return unreadable(text, terminal, effect);
  return { code: 'network', message: text + also, terminal };
};

/** The failure of a call that was answered with success and whose body then broke off or could not be unpacked. */
export const bodyFailure = (status: number, { error, timeoutMs, retry, effect, redact }: EndedCall): HttpFailure => {
  const { message = String(error), code } = error as { readonly message?: string; readonly code?: string };
  const why = timeoutMs === undefined ? redact(message) : `it did not end within ${timeoutMs} ms`;
  const terminal = !retriesError(retry, timeoutMs === undefined ? code : 'timeout');
  return { ...unreadable(`HTTP ${status}, ${why}`, terminal, effect), status };
};

const unreadable = (why: string, terminal: boolean, effect: boolean): HttpFailure => ({
  code: 'response-unreadable',
  message: `The API answered, but its answer cannot be read (${why})${effect ? '; the effect has probably happened.' : '.'}`,
  terminal,
  ...(effect ? { perhapsDone: true } : {}),
});
