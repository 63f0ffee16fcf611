/** Bytes of answers that one batch may reply with. Temporal ends a workflow, or refuses a result, that exceeds 2 MB. */
const LIMIT = 1_310_720;

/** Room for answers in the reply of one batch: reserved before a call, so that no effect is done whose answer has none. */
export class ReplyBudget {
  private reserved = 0;

  constructor(private readonly limit = LIMIT) {}

  /** False when there is no room. The first is always let in: otherwise a large answer would wait for ever. */
  reserve(bytes: number): boolean {
    if (this.reserved > 0 && this.reserved + bytes > this.limit) return false;
    this.reserved += bytes;
    return true;
  }

  release(bytes: number): void {
    this.reserved -= bytes;
  }
}
