/**
 * Tracks which delivered records of one partition are durable, and how far that reaches without a gap (I1). It knows
 * only delivered records: compaction and transaction markers leave gaps between offsets.
 */
export class OffsetTracker {
  // Delivered records that are not yet durable, in order. Durable records beyond a gap are not stored: a workflow that
  // accepts no signal for hours costs the memory of its own records, not of everything after them (I10).
  private readonly waiting = new Set<bigint>();
  private next: bigint | undefined;
  private committed: bigint | undefined;

  /** Records delivered and not yet durable. */
  get pending(): number {
    return this.waiting.size;
  }

  /** Adds a delivered record, in offset order. The returned function marks it durable; calling it twice is harmless. */
  track(offset: bigint): () => void {
    this.waiting.add(offset);
    this.next = offset + 1n;
    return () => {
      this.waiting.delete(offset);
    };
  }

  /** Everything below `next` was delivered; `next` can be committed once all of it is durable. */
  delivered(next: bigint): void {
    this.next = next;
  }

  /** The next offset to read such that everything below it is durable; `undefined` if unknown or unchanged. */
  get committable(): bigint | undefined {
    const [first] = this.waiting;
    const offset = first ?? this.next;
    return offset === undefined || (this.committed !== undefined && offset <= this.committed) ? undefined : offset;
  }

  commit(next: bigint): void {
    this.committed = next;
  }
}
