import type { BenchResult, Ratios, SystemResult } from './bench-result';
import { median, spreadOf } from './median-spread';

/** Effects of the keys that do not fail. */
export interface FailingKeyRound {
  /** True if other keys failed meanwhile. */
  readonly failing: boolean;
  readonly figures: Pick<SystemResult, 'recordsPerSecond' | 'p50Ms' | 'p99Ms' | 'p999Ms'>;
  readonly cost: Pick<SystemResult, 'cpuSeconds' | 'engineCpuSeconds'>;
  readonly effects: number;
  readonly records: number;
}

/**
 * Makes two rows of the result from rounds that took turns, the first and the last without failing keys. The share that
 * is left to the other keys is the median over the rounds with failing keys, each divided by the mean of the two rounds
 * that it stands between. Rounds without failing keys, divided by those next to them, would give 1 without noise.
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
    p999Ms: median(some.map(({ figures: { p999Ms } }) => p999Ms)),
    ...verdict,
    cpuSeconds: sum(some.map(({ cost: { cpuSeconds } }) => cpuSeconds)),
    engineCpuSeconds: sum(some.map(({ cost: { engineCpuSeconds } }) => engineCpuSeconds)),
    // Rounds run into one another: what belongs to which in Temporal is not told apart.
    engineUpdates: null,
    historyBytes: null,
    peakMemoryMib: null,
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
    // These ratios have no cause but noise: rounds without failing keys, divided by their like.
    well: spreadOf(well.slice(1, -1).map((value, index) => (2 * value) / sumOfTwo(well[index], well[index + 2]))),
  };
};

const effectsByCpuSecond = ({ cost: { cpuSeconds, engineCpuSeconds }, effects }: FailingKeyRound): number =>
  effects / ((cpuSeconds ?? NaN) + (engineCpuSeconds ?? NaN));

const sumOfTwo = (before = NaN, after = NaN): number => before + after;

const sum = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : Math.round(values.reduce<number>((total, value) => total + (value ?? 0), 0) * 10) / 10;
