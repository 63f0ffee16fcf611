/**
 * Which delivered records of one partition are durable, and how far that reaches without a gap (I1). Knows delivered
 * records only: offsets have gaps where compaction or transaction markers stood.
 */
export class OffsetTracker {
  // Delivered and not durable, in order. What is durable beyond a gap is not kept, so that a workflow which takes no
  // signal for hours costs the memory of its own records and not of all that came after them (I10).
  private readonly waiting = new Set<bigint>();
  private next: bigint | undefined;
  private committed: bigint | undefined;

  /** Records delivered and not yet durable. */
  get pending(): number {
    return this.waiting.size;
  }

  /** Adds a delivered record, in order of offsets. The returned function says that it is durable; again changes nothing. */
  track(offset: bigint): () => void {
    this.waiting.add(offset);
    this.next = offset + 1n;
    return () => {
      this.waiting.delete(offset);
    };
  }

  /** Everything below `next` was delivered; it can be committed once all of it is durable. */
  delivered(next: bigint): void {
    this.next = next;
  }

  /** Next offset to read such that all below is durable; `undefined` while nothing is known or nothing is new. */
  get committable(): bigint | undefined {
    const [first] = this.waiting;
    const offset = first ?? this.next;
    return offset === undefined || (this.committed !== undefined && offset <= this.committed) ? undefined : offset;
  }

  commit(next: bigint): void {
    this.committed = next;
  }
}
