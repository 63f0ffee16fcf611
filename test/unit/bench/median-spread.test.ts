import { median, spreadOf } from '../../../bench/median-spread';

const oneTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => count - index);

// Ranks of a sign test at 5 %, as statistics tables have them.
test.each([
  [6, [1, 6]],
  [8, [1, 8]],
  [9, [2, 8]],
  [15, [4, 12]],
  [20, [6, 15]],
  [25, [8, 18]],
])('A median of %d values lies between the ranks %j.', (count, interval) => {
  expect(spreadOf(oneTo(count)).interval).toEqual(interval);
});

test.each([0, 1, 5])('A median of %d values is not sure at all.', (count) => {
  expect(spreadOf(oneTo(count)).interval).toBeNull();
});

test('The median of an even number of values lies in the middle of the two in the middle.', () => {
  expect(median([4, 1, 2, 8])).toBe(3);
  expect(median([5, 1, 3])).toBe(3);
  expect(median([])).toBeNaN();
});

test('A median is rounded to thousandths.', () => {
  expect(spreadOf([2 / 3])).toEqual({ median: 0.667, interval: null });
});
