import type { Redone } from '../../model/contract/held-contract';
import { comparePositions, streamLabel, type Position, type Stream } from '../../model/contract/record';
import type { StreamWatermarks } from '../../model/contract/stream-watermarks';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';
import type { InboxEntry } from './inbox';

/** Records of a closed run that nobody could ask what it had done: each may have had its effects there (I12). */
export class RedoneRecords {
  private readonly marks: ReadonlyMap<string, StreamWatermarks>;
  private readonly revisions: ReadonlyMap<string, number>;

  constructor(private readonly redone: Redone | undefined) {
    this.marks = new Map(redone?.marks.map((stream) => [streamLabel(stream), stream]));
    this.revisions = new Map(
      redone?.revisions?.map(({ stream, position, revision }) => [placeOf(stream, position), revision]),
    );
  }

  /**
   * What is in doubt of the record: what it did at the revision with which it came back, and not at those that it got
   * since, which the closed run did not know. A redriven one brings its own doubts.
   */
  doubtOf({
    stream,
    position,
    redriven,
  }: Pick<InboxEntry, 'stream' | 'position' | 'redriven'>): UnknownOutcome | undefined {
    if (this.redone === undefined || redriven !== undefined) return undefined;
    const mark = this.marks.get(streamLabel(stream))?.partitions[position.partition];
    if (mark === undefined) return undefined;
    const [leaderEpoch, offset] = mark;
    if (comparePositions(position, { partition: position.partition, leaderEpoch, offset }) > 0) return undefined;
    const revision = this.revisions.get(placeOf(stream, position));
    return { since: this.redone.since, cause: 'worker-lost', ...defined({ revision }) };
  }
}

const placeOf = (stream: Stream, { partition, leaderEpoch, offset }: Position): string =>
  `${streamLabel(stream)} ${partition} ${leaderEpoch} ${offset}`;
