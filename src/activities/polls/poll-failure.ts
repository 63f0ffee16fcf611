import type { Failure } from '../../model/contract/failure';

/**
 * Says why a source could not be polled. The agent shows it and polls again later. Match it by its `failure`, never by
 * `instanceof`.
 */
export class PollFailure extends Error {
  readonly code: Failure['code'];
  readonly status: number | undefined;
  /** How long the source asks to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** True if the same poll would fail again, because the configuration or the API is wrong. */
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

/** The failure for a response or a cursor that does not fit the configuration. */
export const pollInvalid = (message: string): PollFailure =>
  new PollFailure({ code: 'poll-invalid', message }, { terminal: true });
