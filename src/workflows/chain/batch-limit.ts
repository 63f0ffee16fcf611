import type { ChainOutcome } from '../../model/contract/effect-contract';

const LEAST = 16;
const FIRST = 64;
const MOST = 500;

/** Limits a chain's records in a batch to as many as lately finished in time, since the rest are sent again. */
export class BatchLimit {
  private records = FIRST;
  private oneByOne = false;
  private late = false;

  get size(): number {
    return this.oneByOne ? 1 : this.records;
  }

  /** True when the last batch did not finish in time, so that this chain must go apart from the others (I10). */
  get slow(): boolean {
    return this.late;
  }

  /** Adapts the limit to the outcome of a batch of `asked` records. */
  adapt(asked: number, { settled, failure, wait }: Pick<ChainOutcome, 'settled' | 'failure' | 'wait'>): void {
    if (failure !== undefined || wait !== undefined) return;
    this.late = settled < asked;
    if (this.late) this.records = Math.max(LEAST, settled);
    else if (asked >= this.records) this.records = Math.min(MOST, this.records * 2);
  }

  /** Makes the next batch small, because everything that waits is asked for again. */
  shrink(): void {
    this.records = LEAST;
  }

  /** Limits batches to one record: if a callback settles each, a larger batch would not get beyond the first. */
  single(): void {
    this.oneByOne = true;
  }
}
