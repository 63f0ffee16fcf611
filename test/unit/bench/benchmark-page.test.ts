import type { SystemResult } from '../../../bench/bench-result';
import { benchmarkPage, benchmarkPictures, type BenchReport } from '../../../bench/benchmark-page';

const system: SystemResult = {
  ...{ name: 'sluice, 32 lanes', recordsPerSecond: 1_500, p50Ms: 1, p99Ms: 2, p999Ms: 3, duplicates: 0, outOfOrder: 0 },
  ...{ cpuSeconds: 5, engineCpuSeconds: 2.5, engineUpdates: null, historyBytes: 600, peakMemoryMib: 500 },
  ...{ effects: 10_000, records: 10_000, spread: { recordsPerSecond: [1_400, 1_600], p99Ms: [1, 4] } },
};

const report: BenchReport = {
  ...{ date: '2026-11-30', machine: '2 cores', load: 0.4, repeats: 3, seconds: 60 },
  results: [
    { workload: 'warm', systems: [system] },
    { workload: 'latency', systems: [{ ...system, name: '<b> & "c"' }] },
  ],
};

const EMPTY = [
  ...['# Page', '', '<!-- measured by `npm run bench:all`: begin -->', 'old'],
  ...['<!-- measured by `npm run bench:all`: end -->', '', 'rest', ''],
].join('\n');

test('A report takes the place of the one that a page has, and the rest of the page stays.', () => {
  const page = benchmarkPage(EMPTY, report);
  expect(page).toContain('| sluice, 32 lanes | 1,500 | 1 | 2 | 0.5 | 0.25 | - | 600 | 500 | 10,000 of 10,000 |');
  expect(page).toContain('![warm](images/bench-warm.svg)');
  expect(page).not.toContain('old');
  expect(page).toContain('rest');
  expect(benchmarkPage(page, report)).toBe(page);
});

test('A report says of how many runs its figures are, and how long each had.', () => {
  expect(benchmarkPage(EMPTY, report)).toContain('load average 0.4 before it began.\nMedians of 3 runs,\n60 s at most');
  const short = benchmarkPage(EMPTY, { ...report, repeats: 1, seconds: 25 });
  expect(short).toContain('One run of each system, so nothing tells how much chance is in it,\n25 s at most');
});

test('A page without a place for a report is refused.', () => {
  expect(() => benchmarkPage('# Page', report)).toThrow('Expected the page to have');
});

test('Each workload has a picture, of throughput or of latency, in which names are text and not markup.', () => {
  const pictures = benchmarkPictures(report);
  expect([...pictures.keys()]).toEqual(['images/bench-warm.svg', 'images/bench-latency.svg']);
  expect(pictures.get('images/bench-warm.svg')).toContain('1,500');
  const latency = pictures.get('images/bench-latency.svg') ?? '';
  expect(latency).toContain('p99 in ms');
  expect(latency).toContain('&lt;b> &amp; &quot;c&quot;');
});
