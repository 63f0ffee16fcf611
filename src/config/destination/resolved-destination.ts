// A validated destination: fields with defaults are not optional, durations are in milliseconds, secrets are read.
import type { TerminalAction } from '../../model/contract/effect-contract';
import type { DestinationFunction } from './destination-definition';

export interface ResolvedRetry {
  readonly initialMs: number;
  readonly factor: number;
  readonly maximumMs: number;
  /** The random share of each wait. */
  readonly jitter: number;
  /** 0 means no limit. */
  readonly maxAttempts: number;
  /** 0 means no limit. */
  readonly maxAgeMs: number;
  readonly maxRetryAfterMs: number;
  /** Ranges include both ends. */
  readonly statuses: readonly (readonly [from: number, to: number])[];
  readonly errors: 'all' | ReadonlySet<string>;
}

export interface ResolvedRate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface ResolvedBreaker {
  readonly failureRatio: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
  readonly openForMs: number;
  readonly probes: number;
}

/** Statuses that say that a destination does not take our credentials. */
export interface ResolvedCredentials {
  readonly refused: readonly number[];
  /** Those that say so only if several keys in a row get them. */
  readonly doubted: readonly number[];
}

export interface ResolvedLimits {
  readonly timeoutMs: number;
  readonly concurrency: number;
  /** Undefined means no limit. */
  readonly rate: ResolvedRate | undefined;
  /** Undefined means no breaker. */
  readonly breaker: ResolvedBreaker | undefined;
  readonly retry: ResolvedRetry;
  readonly credentials: ResolvedCredentials;
  /** Undefined leaves it to the route. */
  readonly onTerminal: TerminalAction | undefined;
  /** How long the API remembers idempotency keys; undefined means for ever. */
  readonly idempotencyWindowMs: number | undefined;
}

export interface SecretFile {
  readonly header: string;
  /** Text before the secret in the header. */
  readonly prefix: string;
  readonly path: string;
}

export interface HttpDestination extends ResolvedLimits {
  readonly kind: 'http';
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of those that hold a secret, as `headerId` gives them: no request replaces them. */
  readonly secretHeaders: ReadonlySet<string>;
  /** Values that must never be shown: every message redacts them. */
  readonly secrets: readonly string[];
  /** Where those secrets came from that may change while the gateway runs; those of the environment cannot. */
  readonly secretFiles: readonly SecretFile[];
  readonly idempotencyHeader: string;
  readonly idempotencyKeyFormat: 'plain' | 'uuid';
  readonly tokenHeader: string;
  readonly maxResponseBytes: number;
  readonly redirects: 'refuse' | 'same-origin';
  readonly echoedSecrets: 'refuse' | 'mask';
  readonly proxy: 'none' | 'environment';
}

export interface FunctionDestination extends ResolvedLimits {
  readonly kind: 'function';
  readonly call: DestinationFunction;
}

export type ResolvedDestination = HttpDestination | FunctionDestination;
