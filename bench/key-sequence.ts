import type { EffectBody } from '../harness/keyed-records';
import { randomFrom } from '../harness/random-from';
import type { Workload } from './workload';

/** The same records in each run, so that runs can be compared. */
const SEED = 1;

/** Numbers records within their keys, from one call to the next. */
export class KeySequence {
  private readonly next = new Map<number, number>();
  private readonly random = randomFrom(SEED);
  private readonly shares: readonly number[];
  private count = 0;

  constructor(private readonly workload: Pick<Workload, 'keys' | 'spread'>) {
    this.shares = workload.spread === 'zipf' ? zipf(workload.keys) : [];
  }

  /** One record of each key. */
  ofEach(): readonly EffectBody[] {
    return Array.from({ length: this.workload.keys }, (_, key) => this.numbered(key));
  }

  take(records: number): readonly EffectBody[] {
    return Array.from({ length: records }, () => this.numbered(this.key()));
  }

  private key(): number {
    if (this.shares.length === 0) return this.count++ % this.workload.keys;
    const point = this.random() * (this.shares.at(-1) ?? 0);
    return rankOf(this.shares, point);
  }

  private numbered(key: number): EffectBody {
    const seq = this.next.get(key) ?? 0;
    this.next.set(key, seq + 1);
    return { key: `key-${key}`, seq };
  }
}

/** Sums of the shares up to each rank. */
const zipf = (keys: number): readonly number[] => {
  let sum = 0;
  return Array.from({ length: keys }, (_, index) => (sum += 1 / (index + 1)));
};

/** The first rank whose sum lies beyond `point`. */
const rankOf = (sums: readonly number[], point: number): number => {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > point) high = middle;
    else low = middle + 1;
  }
  return low;
};
