import { failingKeyShares, type FailingKeyRound } from '../../../bench/failing-key-shares';

const round = (failing: boolean, recordsPerSecond: number, cpuSeconds: number | null): FailingKeyRound => ({
  failing,
  figures: { recordsPerSecond, p50Ms: 1, p99Ms: 2, p999Ms: 3 },
  cost: { cpuSeconds, engineCpuSeconds: cpuSeconds },
  effects: 100,
  records: 100,
});

const VERDICT = { duplicates: 0, outOfOrder: 0 };

test('Shares of failing keys compare each round with the mean of the two it stands between, so that a machine that slows down does not count.', () => {
  const rounds = [round(false, 100, 1), round(true, 81, 1.25), round(false, 80, 1.5)];
  expect(failingKeyShares('s', rounds, VERDICT)).toMatchObject({ ratios: { s: 0.9 }, cpuRatios: { s: 0.96 } });
});

test('Shares of failing keys take the median, which a single slow round does not move.', () => {
  const well = round(false, 100, 1);
  const rounds = [well, round(true, 95, 1), well, round(true, 20, 4), well, round(true, 97, 1), well];
  const { ratios, cpuRatios, systems } = failingKeyShares('s', rounds, VERDICT);
  expect({ ratios, cpuRatios }).toEqual({ ratios: { s: 0.95 }, cpuRatios: { s: 1 } });
  expect(systems.map(({ name, recordsPerSecond, effects }) => ({ name, recordsPerSecond, effects }))).toEqual([
    { name: 's: all well', recordsPerSecond: 100, effects: 400 },
    { name: 's: one key parked, one failing', recordsPerSecond: 95, effects: 300 },
  ]);
});

test('Shares of failing keys stand beside what well rounds are of their well neighbours, which is noise.', () => {
  const rates = [100, 90, 100, 90, 150, 90, 100];
  const rounds = rates.map((rate, index) => round(index % 2 === 1, rate, 1));
  const { throughput, cpu } = failingKeyShares('s', rounds, VERDICT).spreads['s'] ?? {};
  expect(throughput?.well).toEqual({ median: 1.15, interval: null });
  expect(cpu?.well.median).toBe(1);
});

test('Shares of failing keys say nothing of processor time where the operating system does not tell it.', () => {
  const rounds = [round(false, 100, null), round(true, 90, null), round(false, 100, null)];
  expect(failingKeyShares('s', rounds, VERDICT)).toMatchObject({ ratios: { s: 0.9 }, cpuRatios: {} });
});
