import type { SystemResult } from '../../../bench/bench-result';
import { combined } from '../../../bench/combined';

const run = (recordsPerSecond: number, updates: number | null): SystemResult => ({
  name: 's',
  recordsPerSecond,
  p50Ms: 1,
  p99Ms: 2,
  p999Ms: 3,
  duplicates: 1,
  outOfOrder: 0,
  cpuSeconds: null,
  engineCpuSeconds: 4,
  engineUpdates: updates,
  historyBytes: 10,
  peakMemoryMib: 100,
  effects: 50,
  records: 50,
});

test('Runs of a benchmark are combined to medians with their ranges, and their faults add up.', () => {
  const row = combined([run(100, 2), run(10, null), run(90, 3)]);
  expect(row).toMatchObject({ recordsPerSecond: 90, duplicates: 3, cpuSeconds: null, engineUpdates: 2.5 });
  expect(row.spread).toMatchObject({ recordsPerSecond: [10, 100], engineUpdates: [2, 3] });
  expect(row.spread).not.toHaveProperty('cpuSeconds');
});

test('A single run of a benchmark stays as it is.', () => {
  expect(combined([run(100, 2)])).toEqual(run(100, 2));
});
