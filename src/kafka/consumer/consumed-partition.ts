import type { AssignedPartition } from '../../records/record-source';
import type { LeaderEpochEnd } from '../protocol/leader-epoch-end';

/** A position in the log that was read: a record, delivered or not, or a transaction marker. */
export interface ReadPosition {
  readonly offset: bigint;
  readonly leaderEpoch: number;
}

interface EpochRun {
  readonly leaderEpoch: number;
  readonly first: bigint;
  last: bigint;
}

/** What is known of one partition during one assignment: how far it is committed, and which leader epochs were read. */
export class ConsumedPartition {
  private readonly runs: EpochRun[] = [];

  constructor(
    readonly assigned: AssignedPartition,
    /** The group's next offset to read; undefined if nothing was ever committed for this stream. */
    public committed: bigint | undefined,
    /** The last leader epoch below the committed offset and where it was known to end, according to the commit. */
    private readonly committedEpoch: LeaderEpochEnd | undefined,
  ) {}

  get name(): string {
    return `${this.assigned.stream.topic}[${this.assigned.partition}]`;
  }

  /** True if anything was read during this assignment. */
  get isRead(): boolean {
    return this.runs.length > 0;
  }

  /** The last leader epoch that was read and the offset after it; undefined if none is known. */
  get epoch(): LeaderEpochEnd | undefined {
    const run = this.runs.at(-1);
    return run === undefined ? this.committedEpoch : { leaderEpoch: run.leaderEpoch, endOffset: run.last + 1n };
  }

  /** Returns the first position whose leader epoch is below an earlier one's, which cannot happen within one log. */
  regression(positions: readonly ReadPosition[]): ReadPosition | undefined {
    let highest = this.epoch?.leaderEpoch;
    return positions.find(({ leaderEpoch }) => {
      const back = highest !== undefined && leaderEpoch < highest;
      highest = leaderEpoch;
      return back;
    });
  }

  read(positions: readonly ReadPosition[]): void {
    for (const { offset, leaderEpoch } of positions) {
      const run = this.runs.at(-1);
      if (run?.leaderEpoch === leaderEpoch) run.last = offset;
      else this.runs.push({ leaderEpoch, first: offset, last: offset });
    }
  }

  /**
   * Like `epoch`, for what is below `next`. `next` itself may be past the end of that epoch, if compaction has removed
   * the records of a later one.
   */
  epochBelow(next: bigint): LeaderEpochEnd | undefined {
    let below = this.committedEpoch;
    for (const { leaderEpoch, first, last } of this.runs) {
      if (first >= next) break;
      if (last >= next) return { leaderEpoch, endOffset: next };
      below = { leaderEpoch, endOffset: last + 1n };
    }
    return below;
  }
}
