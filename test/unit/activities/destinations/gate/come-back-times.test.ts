import { ComeBackTimes } from '../../../../../src/activities/destinations/gate/come-back-times';

test('Keys of one batch come back at one time, and those of other batches one after another.', () => {
  const times = new ComeBackTimes(
    0,
    () => 0,
    () => 0,
  );
  const [first, second] = [{}, {}];
  expect(times.inMs(first, 1, 5_000)).toBe(5_010);
  expect(times.inMs(first, 1, 5_000)).toBe(5_010);
  expect(times.inMs(second, 1, 5_000)).toBe(5_020);
});

test('A batch comes back later when the breaker has opened again.', () => {
  let now = 0;
  const times = new ComeBackTimes(
    0,
    () => now,
    () => 0,
  );
  const batch = {};
  times.inMs(batch, 1, 5_000);
  now = 5_010;
  expect(times.inMs(batch, 2, 10_000)).toBe(10_010);
});

test('The time to come back is partly chance, never sooner than what is left of the wait, and not much later.', () => {
  const times = new ComeBackTimes(0, () => 0);
  const each = Array.from({ length: 20_000 }, () => times.inMs({}, 1, 5_000));
  expect(Math.min(...each)).toBeGreaterThan(5_000);
  expect(Math.max(...each)).toBeLessThanOrEqual(66_001);
});

test('Of batches that are woken later, the scouts come back as soon as they may, and the others seldom.', () => {
  const times = new ComeBackTimes(
    2,
    () => 0,
    () => 0,
  );
  const inMs = (period: number): number => times.inMs({}, period, 5_000, true);
  expect([inMs(1), inMs(1), inMs(1), inMs(1)]).toEqual([5_010, 5_020, 5_200, 5_400]);
  expect([inMs(2), inMs(2), inMs(2)]).toEqual([5_010, 5_020, 5_600]);
  for (let more = 0; more < 2_000; more += 1) inMs(2);
  expect(inMs(2)).toBe(65_000);
  expect(times.inMs({}, 3, 5_000, true)).toBe(5_010);
});
