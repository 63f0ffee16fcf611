import type { CallFact, FaultFact, RecordFact } from '../../../../chaos/facts';
import { runSeries } from '../../../../chaos/report/run-series';

const START = 1_700_000_000_000;

const record = (offset: number, atMs: number): Pick<RecordFact, 'id' | 'producedAt'> => ({
  id: `r/0/${offset}`,
  producedAt: START + atMs,
});

const call = (offset: number, atMs: number, more: Partial<CallFact> = {}): CallFact => ({
  id: `r/0/${offset}`,
  route: 'r',
  key: 'a',
  idempotencyKey: `key-${offset}`,
  body: '',
  request: '',
  startedAt: START + atMs,
  endedAt: START + atMs + 5,
  effective: true,
  ...more,
});

const NO_FAULTS: readonly FaultFact[] = [];
const values = (points: readonly (readonly [number, number | null])[]): readonly (number | null)[] =>
  points.map(([, value]) => value);

test('The series of a run count records and effects per second.', () => {
  const series = runSeries({
    records: [record(0, 0), record(1, 500), record(2, 1_000)],
    calls: [call(0, 600), call(1, 2_100), call(2, 2_900)],
    faults: NO_FAULTS,
  });
  expect(series.binSeconds).toBe(1);
  expect(values(series.producedPerSecond)).toEqual([2, 1, 0]);
  expect(values(series.effectsPerSecond)).toEqual([1, 0, 2]);
});

test('The series of a run are per second where a bin is wider.', () => {
  const records = Array.from({ length: 1_200 }, (_, index) => record(index, index * 500));
  const { binSeconds, producedPerSecond } = runSeries({ records, calls: [], faults: NO_FAULTS });
  expect(binSeconds).toBe(2);
  expect(new Set(values(producedPerSecond))).toEqual(new Set([2]));
});

test('The series of a run count neither what was refused nor what was repeated as an effect.', () => {
  const { effectsPerSecond } = runSeries({
    records: [record(0, 0)],
    calls: [call(0, 100, { effective: false }), call(0, 1_100), call(0, 2_100)],
    faults: NO_FAULTS,
  });
  expect(values(effectsPerSecond)).toEqual([0, 1, 0]);
});

test('The series of a run have the latency up to the first effect at the time of producing, and none where nothing was produced.', () => {
  const { latencyP50, latencyP99 } = runSeries({
    records: [record(0, 0), record(1, 10), record(2, 20), record(3, 2_000), record(4, 2_100)],
    calls: [call(0, 250), call(1, 1_010), call(2, 3_020), call(3, 2_000)],
    faults: NO_FAULTS,
  });
  expect(values(latencyP50)).toEqual([1, null, 0.001, null]);
  expect(values(latencyP99)).toEqual([3, null, 0.001, null]);
});

test('The series of a run reach over faults before the first record and after the last effect.', () => {
  const faults = [
    { name: 'kill-api', target: 'api', from: START - 3_000, until: START - 2_000 },
    { name: 'kill-api', target: 'api', from: START, until: START + 9_000 },
  ];
  expect(runSeries({ records: [record(0, 0)], calls: [call(0, 20)], faults })).toMatchObject({
    startedAt: START - 3_000,
    endedAt: START + 9_000,
  });
});

test('The series of a run are empty, not broken, where nothing was recorded.', () => {
  expect(values(runSeries({ records: [], calls: [], faults: NO_FAULTS }).producedPerSecond)).toEqual([0]);
});
