import { barChart } from '../../../bench/bar-chart';

test('A picture has room for the longest label to the left of its bars, and for the number of the longest one.', () => {
  const label = 'sluice, a workflow per key, state and ctx.defer';
  const bars = [
    { label: 'a', value: 1_000, range: [900, 2_000] as const },
    { label, value: 500 },
  ];
  const picture = barChart('warm', 'records/s', bars);
  const numbers = (pattern: RegExp): readonly number[] =>
    Array.from(picture.matchAll(pattern), ([, found]) => Number(found));
  const [width = 0] = numbers(/viewBox="0 0 (\d+)/g);
  const [left = 0] = numbers(/<rect x="(\d+)/g);
  const [, right = 0] = numbers(/<path d="M(\d+)/g).concat(numbers(/<path d="M\d+ \d+H(\d+)/g));
  expect(left).toBeGreaterThan(label.length * 7);
  expect(right).toBeLessThan(width - '1,000'.length * 7);
  expect(right).toBeGreaterThan(left);
});
