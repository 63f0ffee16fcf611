// What a user writes of destinations: the APIs, and functions, that records call.
import type { TerminalAction } from '../../model/contract/effect-contract';
import type { Duration } from '../checking/duration';
import type { Secret } from './secret';

/** Limits and policies that every destination has. */
export interface DestinationLimits {
  /** Deadline of one call, connection included. At most '5m'. @default '10s' */
  readonly timeout?: Duration;
  /** Calls at the same time from one worker process. @default 200 */
  readonly concurrency?: number;
  /** Calls per second from one worker process. @default no limit */
  readonly rate?: RateDefinition;
  /** Holds keys back while the destination fails, without using up their attempts. `false` turns it off. */
  readonly breaker?: BreakerDefinition | false;
  readonly retry?: RetryDefinition;
  /** What becomes of a record whose call to this destination failed for good. @default as the route says */
  readonly onTerminal?: TerminalAction;
}

export interface DestinationDefinition extends DestinationLimits {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** @default 'Idempotency-Key' */
  readonly idempotencyHeader?: string;
  /** `uuid` sends a UUIDv5 of the key, for receivers that insist on one. @default 'plain' */
  readonly idempotencyKeyFormat?: 'plain' | 'uuid';
  /** Integer that only grows per key, so that a receiver can refuse stale calls. @default 'Sluice-Token' */
  readonly tokenHeader?: string;
  /** Largest response body that a handler may receive, in bytes; it goes into history. @default 65536 */
  readonly maxResponseBytes?: number;
}

/** A destination in code with limits of its own. */
export interface CodeDestinationDefinition extends DestinationLimits {
  readonly call: DestinationFunction;
}

/** Per worker process: divide what the receiver allows by the number of workers. */
export interface RateDefinition {
  readonly perSecond: number;
  /** Calls that may follow each other at once after a pause. @default a tenth of a second's worth, at least 1 */
  readonly burst?: number;
}

/** Per worker process. Counts network errors, time-outs and retryable answers but 4xx as failures. */
export interface BreakerDefinition {
  /** Opens when this part of the calls in the window failed. @default 0.5 */
  readonly failureRatio?: number;
  /** Calls in the window below which it never opens. @default 20 */
  readonly minimumCalls?: number;
  /** @default '30s' */
  readonly window?: Duration;
  /** Time without any call before probes may try again. @default '10s' */
  readonly openFor?: Duration;
  /** Probes at the same time, and as many must succeed before it closes. @default 3 */
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
  /** Part of each wait that is left to chance, 0 to 1. @default 0.5 */
  readonly jitter?: number;
  /** Failed attempts of one effect before it counts as terminal; 0 is without end. @default 0 */
  readonly maxAttempts?: number;
  /** Time after the first failed attempt of one effect, after which another failure counts as terminal. @default without end */
  readonly maxAge?: Duration;
  /** Longest `Retry-After` that is obeyed. @default '1h' */
  readonly maxRetryAfter?: Duration;
  /** Statuses that are tried again: numbers, classes `'5xx'`, ranges `'502-504'`. @default [408, 425, 429, '5xx'] */
  readonly statuses?: readonly (number | string)[];
  /** Network errors that are tried again, by code: `'ECONNRESET'`; `'timeout'` is the deadline of the call. @default 'all' */
  readonly errors?: 'all' | readonly string[];
}

export interface FunctionCall {
  readonly request: unknown;
  readonly idempotencyKey: string;
  readonly token: number;
  /** Aborted when the attempt must stop (I6): pass it on to whatever does the work. */
  readonly signal: AbortSignal;
}

/** A destination in code, for what is not HTTP. What it throws is judged as `DestinationError` describes. */
export type DestinationFunction = (call: FunctionCall) => Promise<unknown>;
