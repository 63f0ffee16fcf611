import type { Failure } from '../../model/failure';

/**
 * Why a source could not be polled. The agent shows it and polls again later. Matched by its `failure`, never by
 * `instanceof`.
 */
export class PollFailure extends Error {
  readonly code: Failure['code'];
  readonly status: number | undefined;
  /** The source asks to be left alone for so long. */
  readonly retryAfterMs: number | undefined;
  /** The same poll would fail again: what is wrong is the configuration, or the API. */
  readonly terminal: boolean;

  constructor(
    readonly failure: Failure,
    {
      terminal = false,
      retryAfterMs,
    }: { readonly terminal?: boolean; readonly retryAfterMs?: number | undefined } = {},
  ) {
    super(failure.message);
    this.name = 'PollFailure';
    this.code = failure.code;
    this.status = failure.status;
    this.retryAfterMs = retryAfterMs;
    this.terminal = terminal;
  }
}

/** A response, or a cursor, that the configuration does not fit. */
export const pollInvalid = (message: string): PollFailure =>
  new PollFailure({ code: 'poll-invalid', message }, { terminal: true });
