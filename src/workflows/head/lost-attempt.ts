import type { CarriedLoss } from '../../model/contract/carried-loss';
import type { RecordWork } from '../../model/contract/effect-contract';
import { streamLabel } from '../../model/contract/record';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';
import { lostCalls } from '../../model/doubts/lost-calls';
import { revisionOf } from '../../model/names/record-name';
import { StreamMarks } from '../../model/positions/stream-marks';
import type { InboxEntry } from '../inbox/inbox';

interface Attempt {
  readonly since: number;
  readonly works: readonly RecordWork[];
}

/** The records of lost attempts behind the head. */
interface Behind {
  readonly since: number;
  readonly records: number;
  /** Undefined if an older version knew only how many there are. */
  readonly marks: StreamMarks | undefined;
  readonly letters: ReadonlySet<string>;
}

type Place = Pick<InboxEntry, 'stream' | 'position' | 'redriven'>;

/**
 * An attempt at the first records of a chain that told nothing: it failed as a whole, or its run was closed while it was
 * under way. Nobody knows how far it got, so that each of its records may have had its effects (I12). They are known by
 * their positions, because redriven records may enter between them.
 */
export class LostAttempt {
  private underWay: Attempt | undefined;
  private behind: Behind | undefined;

  constructor(carried: CarriedLoss | undefined) {
    this.behind = carried && behindOf(carried);
  }

  begin(works: Attempt['works'], since: number): void {
    this.underWay = { works, since };
  }

  end(): void {
    this.underWay = undefined;
  }

  /** Ends the attempt without an outcome; returns what is in doubt of the head record. */
  lose(since: number): readonly UnknownOutcome[] {
    const [head, ...others] = this.underWay?.works ?? [];
    this.behind = wider(this.behind, since, others);
    this.underWay = undefined;
    return lostCalls(head ?? {}, since);
  }

  /** The head record and `passed - 1` others behind it are passed; returns what is in doubt of the new head. */
  pass(passed: number, head: InboxEntry | undefined): UnknownOutcome | undefined {
    this.underWay = undefined;
    const { behind } = this;
    if (behind === undefined || passed === 0) return undefined;
    const records = behind.records - passed;
    const open = behind.marks === undefined ? records > 0 : head !== undefined;
    this.behind = open ? { ...behind, records: Math.max(1, records) } : undefined;
    if (head === undefined || !concerns({ ...behind, records }, 0, head)) return undefined;
    return lost(behind.since, revisionOf(head.record, head.redriven));
  }

  /** What is in doubt of the record `index` places behind the head. */
  at(index: number, place: Place, work: Pick<RecordWork, 'revision'>): Pick<RecordWork, 'doubts'> {
    const { behind } = this;
    return behind !== undefined && concerns(behind, index, place) ? { doubts: [lost(behind.since, work)] } : {};
  }

  /** What the next run must know, also if this one was closed during an attempt. */
  get carried(): { readonly head: readonly UnknownOutcome[]; readonly behind?: CarriedLoss } {
    const { underWay, behind } = this;
    const carriedBehind = (wide: Behind | undefined): { readonly behind?: CarriedLoss } =>
      wide === undefined ? {} : { behind: carriedOf(wide) };
    if (underWay === undefined) return { head: [], ...carriedBehind(behind) };
    const { since, works } = underWay;
    const [head, ...others] = works;
    return { head: lostCalls(head ?? {}, since), ...carriedBehind(wider(behind, since, others)) };
  }
}

const behindOf = ({ since, records, marks, letters }: CarriedLoss): Behind => ({
  ...{ since, records, letters: new Set(letters) },
  marks: marks && new StreamMarks(marks),
});

const carriedOf = ({ since, records, marks, letters }: Behind): CarriedLoss => ({
  ...{ since, records, ...defined({ marks: marks?.all }) },
  ...(letters.size === 0 ? {} : { letters: Array.from(letters) }),
});

const lost = (since: number, { revision = 0 }: Pick<RecordWork, 'revision'>): UnknownOutcome => ({
  since,
  cause: 'worker-lost',
  ...(revision === 0 ? {} : { revision }),
});

const concerns = ({ records, marks, letters }: Behind, index: number, place: Place): boolean => {
  if (marks === undefined) return index <= records;
  // A redriven record does not stand in the order of its partition.
  return place.redriven === undefined ? marks.covers(place.stream, place.position) : letters.has(letterOf(place));
};

const wider = (before: Behind | undefined, since: number, works: readonly RecordWork[]): Behind | undefined => {
  if (works.length === 0) return before;
  const marks = new StreamMarks(before?.marks?.all);
  const letters = new Set(before?.letters);
  for (const work of works) {
    if (work.redriven === undefined) marks.raise(work.stream, work.position);
    else letters.add(letterOf(work));
  }
  if (before === undefined) return { since, records: works.length, marks, letters };
  return {
    since: Math.min(before.since, since),
    records: Math.max(before.records, works.length),
    marks: before.marks && marks,
    letters,
  };
};

/** Each redrive of a record is another one. */
const letterOf = ({ stream, position: { partition, leaderEpoch, offset }, redriven }: Place): string =>
  `${streamLabel(stream)} ${partition} ${leaderEpoch} ${offset} ${redriven?.times ?? 0}`;
