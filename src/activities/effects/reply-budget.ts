/** The most bytes in one activity's reply. Temporal ends a workflow, or refuses a result, that exceeds 2 MB. */
export const REPLY_BYTES = 1_310_720;

/**
 * Room in the reply of one activity. A call reserves room for its answer in advance, so that no effect is done whose
 * answer cannot be returned.
 */
export class ReplyBudget {
  private reserved = 0;

  constructor(private readonly limit = REPLY_BYTES) {}

  /** Returns false if there is no room. The first is always let in, or a large one would wait for ever. */
  reserve(bytes: number): boolean {
    if (this.reserved > 0 && this.reserved + bytes > this.limit) return false;
    this.reserved += bytes;
    return true;
  }

  release(bytes: number): void {
    this.reserved -= bytes;
  }
}
