import type { Redone } from '../../model/contract/held-contract';
import { comparePositions, streamLabel } from '../../model/contract/record';
import type { StreamWatermarks } from '../../model/contract/stream-watermarks';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';
import type { InboxEntry } from './inbox';

/** Records of a closed run that nobody could ask what it had done: each may have had its effects there (I12). */
export class RedoneRecords {
  private readonly marks: ReadonlyMap<string, StreamWatermarks>;

  constructor(private readonly redone: Redone | undefined) {
    this.marks = new Map(redone?.marks.map((stream) => [streamLabel(stream), stream]));
  }

  /** What is in doubt of the record at this revision; a redriven one brings its own doubts. */
  doubtOf(
    { stream, position, redriven }: Pick<InboxEntry, 'stream' | 'position' | 'redriven'>,
    revision: number | undefined,
  ): UnknownOutcome | undefined {
    if (this.redone === undefined || redriven !== undefined) return undefined;
    const mark = this.marks.get(streamLabel(stream))?.partitions[position.partition];
    if (mark === undefined) return undefined;
    const [leaderEpoch, offset] = mark;
    if (comparePositions(position, { partition: position.partition, leaderEpoch, offset }) > 0) return undefined;
    return { since: this.redone.since, cause: 'worker-lost', ...defined({ revision }) };
  }
}
