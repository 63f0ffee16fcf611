import { growthPage, withSeries, type GrowthSeries, type GrowthStep } from '../../../bench/growth-page';

const step = (size: number, more: Partial<GrowthStep> = {}): GrowthStep => ({
  ...{ size, ownMs: 1.25, enginesMs: 2, memoryMib: 300, handles: 40, load: 3.5 },
  ...more,
});

const series = (growing: GrowthSeries['growing'], steps: readonly GrowthStep[]): GrowthSeries => ({
  ...{ growing, system: 'sluice, 32 lanes', date: '2026-11-30', machine: '2 cores', steps },
});

const EMPTY = [
  ...['# Page', '', '<!-- measured by `npm run bench:growth`: begin -->', 'old'],
  ...['<!-- measured by `npm run bench:growth`: end -->', '', 'rest', ''],
].join('\n');

test('What growth costs takes the place of what a page has, with a row for each size and with load and date.', () => {
  const page = growthPage(EMPTY, [series('keys', [step(100), step(20_000, { load: 12 })])]);
  expect(page).toContain('| sluice, 32 lanes | 20,000 | 1.25 | 2 | 300 | 40 |');
  expect(page).toContain('sluice, 32 lanes: 2026-11-30, 2 cores, load average 3.5 to 12.');
  expect(page).not.toContain('old');
  expect(page).toContain('rest');
  expect(growthPage(page, [series('keys', [step(100), step(20_000, { load: 12 })])])).toBe(page);
});

test('Of many minutes six rows are shown: medians of costs and latencies, and what is held at the end of each.', () => {
  const minutes = Array.from({ length: 60 }, (_, at) => step(at + 1, { memoryMib: at, p50Ms: at, p99Ms: 100 }));
  const rows = growthPage(EMPTY, [series('minutes', minutes)])
    .split('\n')
    .filter((line) => line.startsWith('| sluice'));
  expect(rows).toHaveLength(6);
  expect(rows.at(-1)).toBe('| sluice, 32 lanes | 51 to 60 | 1.25 | 2 | 59 | 40 | 54.5 | 100 |');
  const page = growthPage(EMPTY, [{ ...series('minutes', minutes), perSecond: 15 }]);
  expect(page).toContain('sluice, 32 lanes: 2026-11-30, 2 cores,\n15 records a second, load average 3.5.');
});

test('A round of calls at once says how many were under way, and another kind of growth does not.', () => {
  const page = growthPage(EMPTY, [series('rounds', [step(1, { calls: 5_000 })]), series('keys', [step(100)])]);
  expect(page).toContain('| calls at once |');
  expect(page).toContain('| sluice, 32 lanes | 1 | 1.25 | 2 | 300 | 40 | 5,000 |');
  expect(page).toContain('| sluice, 32 lanes | 100 | 1.25 | 2 | 300 | 40 |');
});

test('What is measured again takes the place of what was measured before, and the rest stays.', () => {
  const before = [series('keys', [step(1)]), series('records', [step(1)])];
  const newer = series('keys', [step(2)]);
  expect(withSeries(before, newer)).toEqual([before[1], newer]);
});

test('A page without a place for what growth costs is refused.', () => {
  expect(() => growthPage('# Page', [])).toThrow('Expected the page to have');
});
