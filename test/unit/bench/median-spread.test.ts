import { spreadOf } from '../../../bench/median-spread';

const oneTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => count - index);

describe('a median and how sure it is', () => {
  // Ranks of a sign test at 5 %, as statistics tables have them.
  it.each([
    [6, [1, 6]],
    [8, [1, 8]],
    [9, [2, 8]],
    [15, [4, 12]],
    [20, [6, 15]],
    [25, [8, 18]],
  ])('of %d values lies between the ranks %j', (count, interval) => {
    expect(spreadOf(oneTo(count)).interval).toEqual(interval);
  });

  it.each([0, 1, 5])('of %d values is not sure at all', (count) => {
    expect(spreadOf(oneTo(count)).interval).toBeNull();
  });

  it('is rounded to thousandths', () => {
    expect(spreadOf([2 / 3])).toEqual({ median: 0.667, interval: null });
  });
});
