import { earlier, timeOf } from '../../../../src/activities/polls/item-time';

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
])('The time %s of an item is understood, without a zone as UTC.', (value, ms) => {
  expect(timeOf(value)).toBe(ms);
});

test.each([undefined, null, '', 'yesterday', '2026', '2026-13-01', -1, Number.NaN, Infinity, 1e30, {}, '1e9'])(
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
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:00.000Z'],
  [MS, MS - 5_000],
  [MS / 1_000, MS / 1_000 - 5],
  [String(MS / 1_000), String(MS / 1_000 - 5)],
  ['Fri, 02 Jan 2026 03:04:05 GMT', 'Fri, 02 Jan 2026 03:04:00 GMT'],
])('The time %s of an item keeps its form when the poll asks for an earlier one.', (value, expected) => {
  expect(earlier(value, 5_000)).toBe(expected);
});

test('The time of an item goes back exactly as it came where nothing is taken off.', () => {
  expect(earlier('2026-01-02T03:04:05.123456Z', 0)).toBe('2026-01-02T03:04:05.123456Z');
});
