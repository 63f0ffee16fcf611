// What a user writes of destinations: the APIs, and functions, that records call.
import type { TerminalAction } from '../../model/contract/effect-contract';
import type { Duration } from '../checking/duration';
import type { Secret } from '../environment/secret';

/** Limits and policies that every destination has. */
export interface DestinationLimits {
  /** Deadline of one call, including the connection. At most '5m'. @default '10s' */
  readonly timeout?: Duration;
  /** Maximum number of calls at the same time from one worker process. @default 200 */
  readonly concurrency?: number;
  /** Maximum number of calls per second from one worker process. @default no limit */
  readonly rate?: RateDefinition;
  /** Keeps keys waiting while the destination fails, without using up their attempts. `false` turns it off. */
  readonly breaker?: BreakerDefinition | false;
  readonly retry?: RetryDefinition;
  /** Statuses that mean that our credentials are not taken: all keys wait, and no attempt counts. @default [401] */
  readonly credentialsRefused?: readonly number[];
  /** Statuses that mean so only if three keys in a row get one; otherwise they are about the record. @default [403] */
  readonly credentialsDoubted?: readonly number[];
  /** What becomes of a record whose call to this destination has failed for good. @default as the route says */
  readonly onTerminal?: TerminalAction;
  /** How long the API remembers idempotency keys; what may have happened is not sent again after that time. @default for ever */
  readonly idempotencyWindow?: Duration;
}

export interface DestinationDefinition extends DestinationLimits {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** @default 'Idempotency-Key' */
  readonly idempotencyHeader?: string;
  /** `uuid` sends a UUIDv5 of the key, for receivers that insist on a UUID. @default 'plain' */
  readonly idempotencyKeyFormat?: 'plain' | 'uuid';
  /** Header that carries an integer which only grows for each key, so that a receiver can refuse stale calls. @default 'Sluice-Token' */
  readonly tokenHeader?: string;
  /** Largest response body that a handler may receive, in bytes; it becomes part of the history of its workflow. @default 65536 */
  readonly maxResponseBytes?: number;
  /**
   * `same-origin` follows a 307 or 308 to an address below `baseUrl`, at most three times, with the same method, headers
   * and body. Any other redirect is a failure that names where it leads. @default 'refuse'
   */
  readonly redirects?: 'refuse' | 'same-origin';
  /**
   * An answer that a handler or poll asked for goes into history and into data, and so is a failure if it holds a secret
   * of 16 characters or more. `mask` keeps it, with *** for secrets in which letters and digits alternate like in
   * generated ones. @default 'refuse'
   */
  readonly echoedSecrets?: 'refuse' | 'mask';
  /**
   * By which way calls go: straight to the API or, with 'environment', through the proxy that HTTP_PROXY, HTTPS_PROXY and
   * NO_PROXY name. A proxy of an http:// API sees whole requests, credentials included. @default 'none'
   */
  readonly proxy?: 'none' | 'environment';
}

/** A destination in code with limits of its own. */
export interface CodeDestinationDefinition extends DestinationLimits {
  readonly call: DestinationFunction;
}

/** Per worker process: divide what the receiver allows by the number of workers. */
export interface RateDefinition {
  readonly perSecond: number;
  /** Maximum number of calls that may follow each other at once after a pause. @default a tenth of a second's worth, at least 1 */
  readonly burst?: number;
}

/** Per worker process. It counts network errors, time-outs and retryable answers except 4xx as failures. */
export interface BreakerDefinition {
  /** The breaker opens when this share of the calls in the window has failed. @default 0.5 */
  readonly failureRatio?: number;
  /** The breaker never opens while the window has fewer calls than this. @default 20 */
  readonly minimumCalls?: number;
  /** @default '30s' */
  readonly window?: Duration;
  /** Time that the breaker stays open, without any call, before probes may try again. @default '10s' */
  readonly openFor?: Duration;
  /** Maximum number of probes at the same time; this many must succeed before the breaker closes. @default 3 */
  readonly probes?: number;
}

/** On a route, what is given wins over the destination's, option by option. */
export interface RetryDefinition {
  /** @default '500ms' */
  readonly initial?: Duration;
  /** @default 2 */
  readonly factor?: number;
  /** @default '1m' */
  readonly maximum?: Duration;
  /** Share of each wait that is random, 0 to 1. @default 0.5 */
  readonly jitter?: number;
  /** Failed attempts after which an effect has failed for good; 0 means no limit. @default 0 */
  readonly maxAttempts?: number;
  /** Time since the first failed attempt of an effect after which its next failure is for good. @default no limit */
  readonly maxAge?: Duration;
  /** Longest `Retry-After` that Sluice obeys. @default '1h' */
  readonly maxRetryAfter?: Duration;
  /** Statuses that are retried: numbers, classes `'5xx'`, ranges `'502-504'`. @default [408, 425, 429, '5xx'] */
  readonly statuses?: readonly (number | string)[];
  /** Network errors that are retried, by code: `'ECONNRESET'`; `'timeout'` is the deadline of the call. @default 'all' */
  readonly errors?: 'all' | readonly string[];
}

export interface FunctionCall {
  readonly request: unknown;
  readonly idempotencyKey: string;
  readonly token: number;
  /** Place of the call in the record's trace, to be passed on; absent if the record belongs to none. */
  readonly traceparent?: string;
  /** Aborted when the attempt must stop (I6): pass it on to whatever does the work. */
  readonly signal: AbortSignal;
}

/** A destination in code, for what is not HTTP. What it throws is judged as `DestinationError` describes. */
export type DestinationFunction = (call: FunctionCall) => Promise<unknown>;
