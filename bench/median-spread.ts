/** A median and its 95 % confidence interval; null where there are fewer than six values. */
export interface MedianSpread {
  readonly median: number;
  readonly interval: readonly [number, number] | null;
}

/** Of an even number of values, the mean of the two in the middle; NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = ascending(values);
  const [low = NaN, high = NaN] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return (low + high) / 2;
};

/**
 * Uses order statistics: whatever the distribution, each value lies above its median as likely as below, so the number
 * of values below is binomial. The results are rounded to thousandths.
 */
export const spreadOf = (values: readonly number[]): MedianSpread => {
  const sorted = ascending(values);
  const outside = leftOut(sorted.length);
  const low = sorted[outside - 1];
  const high = sorted.at(-outside);
  return {
    median: thousandths(median(sorted)),
    interval: low === undefined || high === undefined ? null : [thousandths(low), thousandths(high)],
  };
};

/** The greatest rank from each end beyond which the median lies in at most 2.5 % of all cases; 0 if there is none. */
const leftOut = (count: number): number => {
  let rank = 0;
  let term = 2 ** -count;
  for (let below = term; below <= 0.025; below += term) {
    rank += 1;
    term *= (count - rank + 1) / rank;
  }
  return rank;
};

const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;
