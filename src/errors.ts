// There is one error class; its code says what happened and `retryable` says what to do. Match by `code`, never by
// `instanceof`: jest and the workflow sandbox are separate realms.
export const GATEWAY_ERROR_CODES = [
  'config-invalid',
  'config-not-found',
  'kafka-unreachable',
  'kafka-version',
  'kafka-crashed',
  'topic-missing',
  'transactions-missing',
  'offset-out-of-range',
  'stream-changed',
  'hosting-changed',
  'log-truncated',
  'codec-unknown',
  'temporal-unreachable',
  'temporal-setup',
  'bundle-failed',
  'callbacks-unavailable',
  'metrics-unavailable',
  'console-unavailable',
  'engine-missing',
  'engine-failed',
  'drain-timeout',
  'not-found',
  'unknown-name',
  'refused',
  'no-answer',
  'under-way',
  'unconfirmed',
] as const;
export type GatewayErrorCode = (typeof GATEWAY_ERROR_CODES)[number];

/** The error that Sluice throws. Its message says what was expected, what was found and what to do. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';

  constructor(
    readonly code: GatewayErrorCode,
    message: string,
    options: { readonly retryable?: boolean; readonly cause?: unknown; readonly until?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable ?? false;
    if (options.until !== undefined) this.until = options.until;
  }

  readonly retryable: boolean;
  /** With `under-way`: the ISO 8601 time after which what was asked for is withdrawn by itself. */
  readonly until?: string;
}

/** Returns the text of anything thrown; it never fails, although reading what others throw may. */
export const errorText = (error: unknown): string => {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'an error without text';
  }
};
