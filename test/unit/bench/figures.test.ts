import { percentile } from '../../../bench/load';
import { figures } from '../../../bench/measure-system';
import type { RecordedCall } from '../../../harness/effect-recorder';

const call = (sentAt: number, startedAt: number): RecordedCall => ({
  path: '/t',
  idempotencyKey: String(startedAt),
  token: 1,
  headers: {},
  body: Buffer.from(JSON.stringify({ key: 'k', seq: 0, sentAt })),
  startedAt,
  endedAt: undefined,
  first: true,
});

test('Figures of a benchmark count to the last effect, and latency from produced to called.', () => {
  const effects = [call(1_000, 1_010), call(1_000, 1_020), call(1_000, 3_000)];
  expect(figures(effects, 1_000)).toEqual({ recordsPerSecond: 2, p50Ms: 20, p99Ms: 2_000, p999Ms: 2_000 });
});

test('Figures of a benchmark count to the end of the time where that came first.', () => {
  expect(figures([call(1_000, 1_010)], 1_000, 10_000).recordsPerSecond).toBe(0);
});

test('Figures of a benchmark take percentiles of numbers, not of text.', () => {
  expect(percentile([100, 9, 20], 0.5)).toBe(20);
  expect(percentile([], 0.5)).toBeNaN();
});
