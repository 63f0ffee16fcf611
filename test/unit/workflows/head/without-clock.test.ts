import * as fc from 'fast-check';
import { withoutClock } from '../../../../src/workflows/head/without-clock';

const SINCE = Date.UTC(2026, 10, 30, 2, 10);
const NOW = SINCE + 300_000;

const writings: readonly ((ms: number) => unknown)[] = [
  (ms) => ms,
  (ms) => Math.floor(ms / 1_000),
  (ms) => new Date(ms),
  (ms) => new Date(ms).toUTCString(),
  (ms) => new Date(ms).toISOString().slice(0, 10),
  (ms) => `order of ${new Date(ms).toISOString().slice(0, 19)}, late`,
  (ms) => encodeURIComponent(new Date(ms).toISOString()),
];

test('Two readings of the clock make the same text, however they are written.', () => {
  const reading = fc.integer({ min: SINCE, max: NOW });
  fc.assert(
    fc.property(fc.constantFrom(...writings), reading, reading, (written, one, other) => {
      const text = (ms: number): string => withoutClock(JSON.stringify({ at: written(ms) }), SINCE, NOW);
      expect(text(one)).toBe(text(other));
    }),
  );
});

test('Times that the clock cannot have said stay as they are, and so do other numbers.', () => {
  const day = 86_400_000;
  for (const ms of [SINCE - 2 * day, NOW + day + 1, 0, Date.UTC(1999, 0, 1)]) {
    for (const written of writings) {
      const text = JSON.stringify({ at: written(ms) });
      expect(withoutClock(text, SINCE, NOW)).toBe(text);
    }
  }
  const others = JSON.stringify([1234567890123456, 17.1780000001, '2026-13-45', 'Mon, 99 Nov 2026 02:10:48 GMT', 42]);
  expect(withoutClock(others, SINCE, NOW)).toBe(others);
});
