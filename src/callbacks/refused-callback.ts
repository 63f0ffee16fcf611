/** Tells a caller why its callback is refused: an HTTP status, a code for programs and words for people. */
export class RefusedCallback extends Error {
  override readonly name = 'RefusedCallback';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which the same callback may be accepted. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  static late(): RefusedCallback {
    return new RefusedCallback(410, 'late', 'The record of this callback no longer waits for it.');
  }
}
