/**
 * Which delivered records of one partition are durable, and how far that reaches without a gap (I1). Knows delivered
 * records only: offsets have gaps where compaction or transaction markers stood.
 */
export class OffsetTracker {
  private entries: { readonly offset: bigint; durable: boolean }[] = [];
  private first = 0;
  private next: bigint | undefined;
  private committed: bigint | undefined;

  /** Records delivered and not yet durable, in order; the last `track` must have the highest offset. */
  get pending(): number {
    return this.entries.length - this.first;
  }

  /** Adds a delivered record. The returned function says that it is durable; calling it again changes nothing. */
  track(offset: bigint): () => void {
    const entry = { offset, durable: false };
    this.entries.push(entry);
    return () => {
      entry.durable = true;
      this.advance();
    };
  }

  /** Everything below `next` was delivered; it can be committed once all of it is durable. */
  delivered(next: bigint): void {
    this.next = next;
  }

  /** Next offset to read such that all below is durable; `undefined` while nothing is known or nothing is new. */
  get committable(): bigint | undefined {
    const offset = this.entries[this.first]?.offset ?? this.next;
    return offset === undefined || offset === this.committed ? undefined : offset;
  }

  commit(next: bigint): void {
    this.committed = next;
  }

  private advance(): void {
    while (this.entries[this.first]?.durable === true) this.first += 1;
    if (this.first > 1_000 && this.first * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.first);
      this.first = 0;
    }
  }
}
