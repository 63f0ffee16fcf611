import type { BenchResult, Ratios, SystemResult } from './bench-result';
import { median, spreadOf } from './median-spread';

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
 * failing ones: each round with failing keys by the mean of the two it stands between, then the median. Well rounds by the
 * well rounds next to them show what that is worth: theirs would be 1 without noise.
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
  const cpu = ratiosOf(rounds, effectsByCpuSecond);
  const throughput = ratiosOf(rounds, ({ figures }) => figures.recordsPerSecond);
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
    ratios: { [name]: throughput.beside.median },
    cpuRatios: Number.isNaN(cpu.beside.median) ? {} : { [name]: cpu.beside.median },
    spreads: { [name]: { throughput, ...(Number.isNaN(cpu.beside.median) ? {} : { cpu }) } },
  };
};

const ratiosOf = (rounds: readonly FailingKeyRound[], figure: (round: FailingKeyRound) => number): Ratios => {
  const well = rounds.filter(({ failing }) => !failing).map(figure);
  const beside = rounds.filter(({ failing }) => failing).map(figure);
  return {
    beside: spreadOf(beside.map((value, index) => (2 * value) / sumOfTwo(well[index], well[index + 1]))),
    // What is no effect at all: well rounds by their well neighbours.
    well: spreadOf(well.slice(1, -1).map((value, index) => (2 * value) / sumOfTwo(well[index], well[index + 2]))),
  };
};

const effectsByCpuSecond = ({ cost: { cpuSeconds, engineCpuSeconds }, effects }: FailingKeyRound): number =>
  effects / ((cpuSeconds ?? NaN) + (engineCpuSeconds ?? NaN));

const sumOfTwo = (before = NaN, after = NaN): number => before + after;

const sum = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : Math.round(values.reduce<number>((total, value) => total + (value ?? 0), 0) * 10) / 10;
