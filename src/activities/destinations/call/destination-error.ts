export interface DestinationErrorOptions {
  /** False if the same call would fail again: the record fails for good. Undefined lets the retry policy decide. */
  readonly retryable?: boolean;
  /** The least time before the next attempt, as in HTTP: seconds or a date. `retry.maxRetryAfter` bounds it. */
  readonly retryAfter?: number | Date;
  /** An HTTP status, judged by `retry.statuses`. */
  readonly status?: number;
  /** Your own code or Node's, judged by `retry.errors` and shown beside the message: 1-64 of `[A-Za-z0-9_.-]`. */
  readonly code?: string;
  readonly cause?: unknown;
}

/** A destination in code may throw this to say more than "it failed". Any error with these fields is treated alike. */
export class DestinationError extends Error {
  override readonly name = 'DestinationError';
  readonly retryable: boolean | undefined;
  readonly retryAfter: number | Date | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;

  constructor(message: string, { cause, ...options }: DestinationErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.retryable = options.retryable;
    this.retryAfter = options.retryAfter;
    this.status = options.status;
    this.code = options.code;
  }
}
