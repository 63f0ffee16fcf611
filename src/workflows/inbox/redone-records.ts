import type { Redone } from '../../model/contract/held-contract';
import { streamLabel, type Position, type Stream } from '../../model/contract/record';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';
import { revisionsOfLife } from '../../model/records/revisions-of-life';
import { StreamMarks } from '../../model/positions/stream-marks';
import type { InboxEntry } from './inbox';

type Place = Pick<InboxEntry, 'stream' | 'position' | 'redriven'>;

/** Records of a closed run that nobody could ask what it had done: each may have had its effects there (I12). */
export class RedoneRecords {
  private readonly marks: StreamMarks;
  private readonly revisions: ReadonlyMap<string, number>;
  private readonly replaced: ReadonlySet<string>;

  constructor(private readonly redone: Redone | undefined) {
    this.marks = new StreamMarks(redone?.marks);
    this.revisions = new Map(
      redone?.revisions?.map(({ stream, position, revision }) => [placeOf(stream, position), revision]),
    );
    this.replaced = new Set(redone?.replaced?.map(({ stream, position }) => placeOf(stream, position)));
  }

  /** True if the record comes back as a dead letter, and must not be handled beside that. */
  isReplaced(stream: Stream, position: Position): boolean {
    return this.replaced.size > 0 && this.replaced.has(placeOf(stream, position));
  }

  /** How many revisions the record may have had in closed runs of which nothing is known; its letter tells, too. */
  unknownRevisions({ stream, position, redriven }: Place): number {
    const { unknownRevisions = 0, times = 0 } = this.redone ?? {};
    if (redriven !== undefined) return Math.max(unknownRevisions, redriven.unknownRevisions ?? 0);
    return this.marks.covers(stream, position) ? unknownRevisions + revisionsOfLife('record', times) : 0;
  }

  /** The revision that the record had when it came to this workflow. */
  firstRevision({ stream, position, redriven }: Place): number {
    if (redriven !== undefined) return redriven.revision ?? 0;
    return this.revisions.get(placeOf(stream, position)) ?? 0;
  }

  /**
   * What is in doubt of the record: what it did at the revision with which it came back, and not at those that it got
   * since, which the closed run did not know. A redriven one brings its own doubts.
   */
  doubtOf({ stream, position, redriven }: Place): UnknownOutcome | undefined {
    if (this.redone === undefined || redriven !== undefined || !this.marks.covers(stream, position)) return undefined;
    const revision = this.revisions.get(placeOf(stream, position));
    return { since: this.redone.since, cause: 'worker-lost', ...defined({ revision }) };
  }
}

const placeOf = (stream: Stream, { partition, leaderEpoch, offset }: Position): string =>
  `${streamLabel(stream)} ${partition} ${leaderEpoch} ${offset}`;
