import { FAULT_NAMES } from '../../../../chaos/fault';
import { coursePlot } from '../../../../chaos/report/course-plot';
import { latencyPlot } from '../../../../chaos/report/latency-plot';
import { recoveryPlot } from '../../../../chaos/report/recovery-plot';
import type { Point, RunSeries } from '../../../../chaos/report/run-series';

const points = (value: number): readonly Point[] => Array.from({ length: 10 }, (_, index) => [index + 0.5, value]);

const SERIES: RunSeries = {
  startedAt: 0,
  endedAt: 600_000,
  binSeconds: 60,
  producedPerSecond: points(10),
  effectsPerSecond: points(9),
  latencyP50: points(0.1),
  latencyP99: [...points(2), [10, null]],
};

const faults = FAULT_NAMES.map((name, index) => ({
  name,
  target: 'one',
  from: index * 10_000,
  until: index * 10_000 + 5_000,
  seconds: index / 2,
}));

/** The words of a picture, in their order. */
const wordsOf = (picture: string): readonly string[] =>
  [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, word]) => word ?? '');
const shapes = (picture: string, color: string): number => picture.split(`fill="${color}"`).length - 1;

test.each([
  ['course', coursePlot(SERIES, faults)],
  ['recovery', recoveryPlot(faults)],
])('The %s plot of a report has a row for each kind of fault.', (_, picture) => {
  expect(wordsOf(picture)).toEqual(expect.arrayContaining([...FAULT_NAMES]));
});

test('The plots of a report have a mark for each fault.', () => {
  const [none, some] = [coursePlot(SERIES, []), coursePlot(SERIES, faults)];
  const kills = faults.filter(({ name }) => name.startsWith('kill-')).length;
  expect(shapes(some, '#b3261e') - shapes(none, '#b3261e')).toBe(kills);
  expect(shapes(some, '#57606a') - shapes(none, '#57606a')).toBe(faults.length - kills);
  expect(shapes(recoveryPlot(faults), '#0969da')).toBe(faults.length + 1); // and that of the legend
});

test.each([
  ['course', coursePlot(SERIES, faults), ['records per second, means over 60 s', 'minutes since the start']],
  ['latency', latencyPlot(SERIES), ['seconds from producing a record to its first effect, over 60 s each', 'p99']],
  ['recovery', recoveryPlot(faults), ['seconds until all was done that had been produced before the end of the fault']],
])('The %s plot of a report says what its axes are, on white.', (_, picture, words) => {
  expect(wordsOf(picture)).toEqual(expect.arrayContaining(words));
  expect(picture).toMatch(/^<svg[^>]*>\s*<rect width="1000" height="\d+" x="0" y="0" fill="#ffffff">/);
});

test('The plots of a report are the same for the same run.', () => {
  expect(coursePlot(SERIES, faults)).toBe(coursePlot(SERIES, faults));
  expect(latencyPlot(SERIES)).toBe(latencyPlot(SERIES));
  expect(recoveryPlot(faults)).toBe(recoveryPlot(faults));
});

test('The plots of a report stay small for a long run.', () => {
  const many = Array.from({ length: 400 }, (_, index) => ({
    ...(faults[index % faults.length] as (typeof faults)[number]),
    from: index * 1_499.37,
    until: index * 1_499.37 + 700,
    seconds: index / 7,
  }));
  for (const picture of [coursePlot(SERIES, many), recoveryPlot(many)]) expect(picture.length).toBeLessThan(200_000);
});
