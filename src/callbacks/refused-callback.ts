/** Why a callback is not taken, as its caller is told: an HTTP status, a code for programs and words for people. */
export class RefusedCallback extends Error {
  override readonly name = 'RefusedCallback';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which the same callback may be taken. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  static late(): RefusedCallback {
    return new RefusedCallback(410, 'late', 'The record of this callback no longer waits for it.');
  }
}
