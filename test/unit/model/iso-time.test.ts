import { isoTime } from '../../../src/model/iso-time';

test('A time is told as ISO 8601, and what no date can hold is told as no time instead of throwing.', () => {
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999Z');
  expect(isoTime(8_640_000_000_000_000)).toBe('+275760-09-13T00:00:00.000Z');
  for (const beyond of [8_640_000_000_000_001, 2 ** 63, -8_640_000_000_000_001, Infinity, NaN]) {
    expect(isoTime(beyond)).toBeUndefined();
  }
});
