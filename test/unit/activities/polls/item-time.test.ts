import fc from 'fast-check';
import { earlier, hasNoZone, timeOf } from '../../../../src/activities/polls/item-time';

const MS = Date.UTC(2026, 0, 2, 3, 4, 5);

test.each([
  ['2026-01-02T03:04:05Z', MS],
  ['2026-01-02T03:04:05.123456Z', MS + 123],
  ['2026-01-02 03:04:05', MS],
  ['2026-01-02T04:04:05+01:00', MS],
  ['2026-01-02', Date.UTC(2026, 0, 2)],
  ['Fri, 02 Jan 2026 03:04:05 GMT', MS],
  [MS, MS],
  [MS / 1_000, MS],
  [String(MS / 1_000), MS],
  ['1931-01-01T00:00:00Z', Date.UTC(1931, 0, 1)],
  ['Thu, 01 Jan 1931 00:00:00 GMT', Date.UTC(1931, 0, 1)],
  ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ['0001-01-01T00:00:00+14:00', -62_135_647_200_000],
  ['0000-00-00 00:00:00', -62_167_219_200_000],
  ['0000-00-00', -62_167_219_200_000],
  [-62_135_596_800, -62_135_596_800_000],
  ['-62135596800', -62_135_596_800_000],
  [-1, -1_000],
])('The time %s of an item is understood, without a zone as UTC.', (value, ms) => {
  expect(timeOf(value)).toBe(ms);
});

test.each([undefined, null, '', 'yesterday', '2026', '2026-13-01', Number.NaN, Infinity, 1e30, {}, '1e9'])(
  'An item with the time %s has no time.',
  (value) => {
    expect(timeOf(value)).toBeUndefined();
  },
);

test.each([
  ['microseconds', 1_763_800_000_123_456],
  ['microseconds as text', '1763800000123456'],
  ['tenths of milliseconds', 176_380_000_012_345],
  ['nanoseconds', '1763800000123456789'],
  ['a date to the second', '20261122080000'],
  ['a date to the second as a number', 20_261_122_080_000],
  ['a date to the minute', '202611220800'],
  ['a date to the hour', '2033112208'],
  ['a day', '20261122'],
])('An item whose time is %s is not taken for another time: %s.', (_form, value) => {
  expect(timeOf(value)).toBeUndefined();
});

test('Seconds that read as a date are seconds once that time has come.', () => {
  jest.useFakeTimers({ now: Date.UTC(2033, 11, 1) });
  try {
    expect(timeOf('2016112208')).toBe(2_016_112_208_000);
    expect(timeOf('2026112208')).toBeUndefined();
  } finally {
    jest.useRealTimers();
  }
});

test.each([
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:00Z'],
  ['2026-01-02T03:04:05', '2026-01-02T03:04:00'],
  ['2026-01-02 03:04:05.5', '2026-01-02 03:04:00.5'],
  ['2026-01-02T03:04:05.123456Z', '2026-01-02T03:04:00.123000Z'],
  ['2026-01-02T04:04:05+01:00', '2026-01-02T04:04:00+01:00'],
  ['2026-01-01t23:04:05 -0400', '2026-01-01t23:04:00 -0400'],
  ['2026-01-02T03:04', '2026-01-02T03:03'],
  ['2026-01-02', '2026-01-01'],
  [MS, MS - 5_000],
  [MS / 1_000, MS / 1_000 - 5],
  [String(MS / 1_000), String(MS / 1_000 - 5)],
  ['Fri, 02 Jan 2026 03:04:05 GMT', 'Fri, 02 Jan 2026 03:04:00 GMT'],
  ['1931-01-02T03:04:05Z', '1931-01-02T03:04:00Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  [-1_000, -1_005],
])('The time %s of an item keeps its form when the poll asks for an earlier one.', (value, expected) => {
  expect(earlier(value, 5_000)).toBe(expected);
});

test('Whatever the form of a time is, an earlier one has the same form, and lies as much before it as the form can say.', () => {
  const two = (from: number, to: number): fc.Arbitrary<string> =>
    fc.integer({ min: from, max: to }).map((n) => String(n).padStart(2, '0'));
  const day = fc.tuple(two(1, 12), two(1, 28)).map(([month, date]) => `2026-${month}-${date}`);
  const clock = fc.tuple(two(0, 23), two(0, 59)).map((parts) => parts.join(':'));
  const seconds = fc
    .tuple(two(0, 59), fc.constantFrom('', '.1', '.120', '.123456'))
    .map((parts) => `:${parts.join('')}`);
  const zone = fc.constantFrom('', 'Z', 'z', ' Z', '+05:30', '-0800', '+14:00');
  const time = fc
    .tuple(day, fc.constantFrom('T', ' ', 't'), clock, fc.oneof(fc.constant(''), seconds), zone)
    .map((parts) => parts.join(''));
  const shape = (text: string): string =>
    text
      .replace(/^\d{4}-\d\d-\d\d/, 'day')
      .replace(/\d\d:\d\d/, 'clock')
      .replace(/:\d\d/, 's')
      .replace(/\.\d+/, (digits) => `.${digits.length}`);
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 200_000_000 }), (value, ms) => {
      const before = String(earlier(value, ms));
      expect(shape(before)).toBe(shape(value));
      const late = (timeOf(value) ?? Number.NaN) - ms - (timeOf(before) ?? Number.NaN);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(60_000);
    }),
  );
});

test.each([
  ['2026-01-02T03:04:05', true],
  ['2026-01-02', true],
  ['2026-01-02T03:04:05Z', false],
  ['2026-01-02 03:04-03:00', false],
  ['Fri, 02 Jan 2026 03:04:05 GMT', false],
  [MS, false],
  [String(MS), false],
])('The time %s of an item may lie in any zone: %s.', (value, expected) => {
  expect(hasNoZone(value)).toBe(expected);
});

test('The time of an item goes back exactly as it came where nothing is taken off.', () => {
  expect(earlier('2026-01-02T03:04:05.123456Z', 0)).toBe('2026-01-02T03:04:05.123456Z');
});
