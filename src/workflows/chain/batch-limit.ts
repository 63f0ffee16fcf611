import type { ChainOutcome } from '../../model/contract/effect-contract';

const LEAST = 16;
const FIRST = 64;
const MOST = 500;

/** Records of a chain that one batch may take: as many as lately got through in time, since what does not is sent again. */
export class BatchLimit {
  private records = FIRST;
  private oneByOne = false;
  private late = false;

  get size(): number {
    return this.oneByOne ? 1 : this.records;
  }

  /** The last batch did not get through in its time: this chain goes apart from the others (I10). */
  get slow(): boolean {
    return this.late;
  }

  /** A batch of `asked` records had this outcome. */
  adapt(asked: number, { settled, failure, wait }: Pick<ChainOutcome, 'settled' | 'failure' | 'wait'>): void {
    if (failure !== undefined || wait !== undefined) return;
    this.late = settled < asked;
    if (this.late) this.records = Math.max(LEAST, settled);
    else if (asked >= this.records) this.records = Math.min(MOST, this.records * 2);
  }

  /** What waits is asked for again, so the next batch takes little of it. */
  shrink(): void {
    this.records = LEAST;
  }

  /** A callback settles each record: a batch of several would not get beyond the first. */
  single(): void {
    this.oneByOne = true;
  }
}
