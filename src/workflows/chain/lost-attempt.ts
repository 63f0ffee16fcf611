import type { CarriedLoss } from '../../model/contract/contract';
import type { RecordWork } from '../../model/contract/effect-contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { revisionOf } from '../../model/record-name';
import type { InboxEntry } from './inbox';

interface Attempt {
  readonly since: number;
  readonly works: readonly Pick<RecordWork, 'revision'>[];
}

/**
 * An attempt at the first records of a chain that told nothing: it failed as a whole, or its run was closed while it was
 * under way. Nobody knows how far it got, so that each of its records may have had its effects (I12).
 */
export class LostAttempt {
  private underWay: Attempt | undefined;

  constructor(private behind: CarriedLoss | undefined) {}

  begin(works: Attempt['works'], since: number): void {
    this.underWay = { works, since };
  }

  end(): void {
    this.underWay = undefined;
  }

  /** Ends the attempt without an outcome; returns what is in doubt of the head record. */
  lose(since: number): UnknownOutcome {
    const [head, ...others] = this.underWay?.works ?? [];
    this.behind = wider(this.behind, { since, records: others.length });
    this.underWay = undefined;
    return lost(since, head);
  }

  /** The head record and `passed - 1` others behind it are passed; returns what is in doubt of the new head. */
  pass(passed: number, head: Pick<InboxEntry, 'record' | 'redriven'> | undefined): UnknownOutcome | undefined {
    this.underWay = undefined;
    const { behind } = this;
    if (behind === undefined || passed === 0) return undefined;
    const records = behind.records - passed;
    this.behind = records > 0 ? { ...behind, records } : undefined;
    return records >= 0 && head !== undefined ? lost(behind.since, revisionOf(head.record, head.redriven)) : undefined;
  }

  /** What is in doubt of the record `index` places behind the head. */
  at(index: number, work: Attempt['works'][number]): Pick<RecordWork, 'doubts'> {
    const { behind } = this;
    return behind === undefined || index > behind.records ? {} : { doubts: [lost(behind.since, work)] };
  }

  /** What the next run must know, also if this one was closed during an attempt. */
  get carried(): { readonly head?: UnknownOutcome; readonly behind?: CarriedLoss } {
    const { underWay, behind } = this;
    if (underWay === undefined) return behind === undefined ? {} : { behind };
    const { since, works } = underWay;
    const wide = wider(behind, { since, records: works.length - 1 });
    return { head: lost(since, works[0]), ...(wide === undefined ? {} : { behind: wide }) };
  }
}

const lost = (since: number, { revision = 0 }: Attempt['works'][number] = {}): UnknownOutcome => ({
  since,
  cause: 'worker-lost',
  ...(revision === 0 ? {} : { revision }),
});

const wider = (before: CarriedLoss | undefined, later: CarriedLoss): CarriedLoss | undefined => {
  const records = Math.max(before?.records ?? 0, later.records);
  return records === 0 ? undefined : { since: Math.min(before?.since ?? Infinity, later.since), records };
};
