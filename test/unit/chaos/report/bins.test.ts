import fc from 'fast-check';
import { Bins } from '../../../../chaos/report/bins';

test('Bins are whole seconds wide, some 300 at most, and reach over all of the span.', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), fc.nat(50_000_000), (from, lastsMs) => {
      const bins = new Bins(from, from + lastsMs);
      expect(Number.isInteger(bins.seconds)).toBe(true);
      expect(bins.count).toBeLessThanOrEqual(301);
      const [first, last] = [bins.sort([from], Number).at(0), bins.sort([from + lastsMs], Number).at(-1)];
      expect([first, last]).toEqual([[from], [from + lastsMs]]);
    }),
  );
});

test('Bins are as narrow as their number allows.', () => {
  expect(new Bins(0, 20_000)).toMatchObject({ seconds: 1, count: 21 });
  expect(new Bins(0, 800_000)).toMatchObject({ seconds: 3, count: 267 });
  expect(new Bins(0, 3_600_000)).toMatchObject({ seconds: 12, count: 301 });
});

test('Bins hold each item once, and none from outside of the span.', () => {
  const bins = new Bins(1_000, 3_500);
  expect(bins.sort([3_500, 1_000, 999, 1_999, 2_000, 4_000], Number)).toEqual([[1_000, 1_999], [2_000], [3_500]]);
});

test('The time of a bin in a report is its middle.', () => {
  expect(new Bins(5_000, 605_000).minutes(1)).toBe(0.05);
});
