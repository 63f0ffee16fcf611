import type { BenchResult, SystemResult } from './bench-result';

/** Of the keys that do not fail. */
export interface FailingKeyRound {
  /** Other keys failed meanwhile. */
  readonly failing: boolean;
  readonly figures: Pick<SystemResult, 'recordsPerSecond' | 'p50Ms' | 'p99Ms'>;
  readonly cost: Pick<SystemResult, 'cpuSeconds' | 'engineCpuSeconds'>;
  readonly effects: number;
  readonly records: number;
}

/**
 * Rounds that took turns, a well one first and last, as two rows of the result, and what is left to the other keys beside
 * failing ones: each round with failing keys by the mean of the two it stands between, then the median.
 */
export const failingKeyShares = (
  name: string,
  rounds: readonly FailingKeyRound[],
  verdict: Pick<SystemResult, 'duplicates' | 'outOfOrder'>,
): Required<Omit<BenchResult, 'workload'>> => {
  const row = (condition: string, some: readonly FailingKeyRound[]): SystemResult => ({
    name: `${name}: ${condition}`,
    recordsPerSecond: median(some.map(({ figures: { recordsPerSecond } }) => recordsPerSecond)),
    p50Ms: median(some.map(({ figures: { p50Ms } }) => p50Ms)),
    p99Ms: median(some.map(({ figures: { p99Ms } }) => p99Ms)),
    ...verdict,
    cpuSeconds: sum(some.map(({ cost: { cpuSeconds } }) => cpuSeconds)),
    engineCpuSeconds: sum(some.map(({ cost: { engineCpuSeconds } }) => engineCpuSeconds)),
    effects: some.reduce((total, { effects }) => total + effects, 0),
    records: some.reduce((total, { records }) => total + records, 0),
  });
  const cpu = shareOf(rounds, effectsByCpuSecond);
  return {
    systems: [
      row(
        'all well',
        rounds.filter(({ failing }) => !failing),
      ),
      row(
        'one key parked, one failing',
        rounds.filter(({ failing }) => failing),
      ),
    ],
    ratios: { [name]: shareOf(rounds, ({ figures }) => figures.recordsPerSecond) },
    cpuRatios: Number.isNaN(cpu) ? {} : { [name]: cpu },
  };
};

const shareOf = (rounds: readonly FailingKeyRound[], figure: (round: FailingKeyRound) => number): number => {
  const well = rounds.filter(({ failing }) => !failing).map(figure);
  const beside = rounds.filter(({ failing }) => failing).map(figure);
  return thousandths(median(beside.map((value, index) => (2 * value) / sumOfTwo(well.slice(index, index + 2)))));
};

const effectsByCpuSecond = ({ cost: { cpuSeconds, engineCpuSeconds }, effects }: FailingKeyRound): number =>
  effects / ((cpuSeconds ?? NaN) + (engineCpuSeconds ?? NaN));

const sumOfTwo = ([before = NaN, after = NaN]: readonly number[]): number => before + after;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const sum = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : Math.round(values.reduce<number>((total, value) => total + (value ?? 0), 0) * 10) / 10;

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;
