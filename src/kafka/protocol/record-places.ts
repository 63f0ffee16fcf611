/**
 * The places of a batch's records, as offset deltas. They rise, and compaction may have left gaps, but never so large
 * that the records still to come have no room up to the batch's last place. What breaks this rule is garbage: taken for
 * a record, it would hide the places that it skips, and nobody would hear of what is lost there.
 */
export class RecordPlaces {
  private least = 0;

  /** `left` records are to come, the last of them at `lastDelta` or before. */
  constructor(
    private left: number,
    private readonly lastDelta: number,
  ) {}

  /** @throws RangeError if the next record cannot stand at `delta`. */
  take(delta: number): void {
    this.left -= 1;
    if (delta < this.least || delta > this.lastDelta - this.left) {
      throw new RangeError('a record that is out of its place');
    }
    this.least = delta + 1;
  }
}
