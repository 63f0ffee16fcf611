import type { AssignedPartition, SourceRecord } from '../record-source';

/** What is known of one partition during one assignment: how far it is committed, and the leader epochs seen so far. */
export class HeldPartition {
  /** A record was handed over during this assignment. */
  delivered = false;
  private readonly epochs: { readonly from: bigint; readonly leaderEpoch: number }[] = [];
  private epoch: number;

  constructor(
    readonly assigned: AssignedPartition,
    /** Next offset to read as the group has it; undefined where nothing was ever committed for this stream. */
    public committed: bigint | undefined,
    private readonly committedEpoch: number,
  ) {
    this.epoch = committedEpoch;
  }

  get name(): string {
    return `${this.assigned.stream.topic}[${String(this.assigned.partition)}]`;
  }

  /** Of the last record before the position; -1 where unknown. */
  get leaderEpoch(): number {
    return this.epoch;
  }

  /** The first record whose leader epoch is below that of a record before it: within one log that cannot be. */
  regression(records: readonly SourceRecord[]): SourceRecord | undefined {
    let epoch = this.epoch;
    return records.find(({ leaderEpoch }) => {
      const back = leaderEpoch < epoch;
      epoch = leaderEpoch;
      return back;
    });
  }

  deliver(records: readonly SourceRecord[]): void {
    for (const { offset, leaderEpoch } of records) {
      if (this.epochs.at(-1)?.leaderEpoch !== leaderEpoch) this.epochs.push({ from: offset, leaderEpoch });
      this.epoch = leaderEpoch;
    }
    this.delivered ||= records.length > 0;
  }

  /** Leader epoch of the last record below `next`. */
  epochBelow(next: bigint): number {
    return this.epochs.findLast(({ from }) => from < next)?.leaderEpoch ?? this.committedEpoch;
  }
}
