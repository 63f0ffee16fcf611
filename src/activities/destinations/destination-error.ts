export interface DestinationErrorOptions {
  /** False: the same call would fail again, and the record fails for good. Undefined: as the retry policy says of the rest. */
  readonly retryable?: boolean;
  /** Least time before the next attempt, as in HTTP: seconds, or a date. Bounded by `retry.maxRetryAfter`. */
  readonly retryAfter?: number | Date;
  /** An HTTP status, judged by `retry.statuses`. */
  readonly status?: number;
  /** A code of your own, or Node's, judged by `retry.errors`. 1-64 of `[A-Za-z0-9_.-]`; shown beside the message. */
  readonly code?: string;
  readonly cause?: unknown;
}

/** What a destination in code may throw to say more than "it failed". Any error with these fields is taken the same way. */
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
