/** What failed, in words that an operator can act on. It must never hold request headers or credentials. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly step?: string;
  readonly destination?: string;
  readonly status?: number;
  /** The user's own code, from a `TerminalError` or from what a destination in code threw. */
  readonly reason?: string;
  /** Where in the user's code the handler threw, as `workflows.ts:12`. */
  readonly at?: string;
  /** Set if the effect may have happened all the same, in this attempt or an earlier one (I12). */
  readonly perhapsDone?: true;
}

export const FAILURE_CODES = [
  'http-status',
  'network',
  'timeout',
  'response-too-large',
  'response-unreadable',
  'request-changed',
  'key-forgotten',
  'request-invalid',
  'destination-unknown',
  'destination-error',
  'handler-error',
  'handler-refused',
  'undecodable',
  'record-gone',
  'state-too-large',
  'attempts-exhausted',
  'publish-refused',
  'publish-failed',
  'breaker-open',
  'rate-limited',
  'credentials-refused',
  'overloaded',
  'child-failed',
  'state-version',
  'callback-timeout',
  'callback-failed',
  'poll-failed',
  'poll-invalid',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];
