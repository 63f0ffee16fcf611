import { ComeBackTimes } from '../../../../src/activities/destinations/come-back-times';

it('sends back what is in one batch at one time, and other batches one after another', () => {
  const times = new ComeBackTimes(
    () => 0,
    () => 0,
  );
  const [first, second] = [{}, {}];
  expect(times.inMs(first, 1, 5_000)).toBe(5_010);
  expect(times.inMs(first, 1, 5_000)).toBe(5_010);
  expect(times.inMs(second, 1, 5_000)).toBe(5_020);
});

it('sends a batch back later when the breaker has opened again', () => {
  let now = 0;
  const times = new ComeBackTimes(
    () => now,
    () => 0,
  );
  const batch = {};
  times.inMs(batch, 1, 5_000);
  now = 5_010;
  expect(times.inMs(batch, 2, 10_000)).toBe(10_010);
});

it('leaves a moment to chance, and is never sooner than what is left of the time, nor much later', () => {
  const times = new ComeBackTimes(() => 0);
  for (let batch = 0; batch < 20_000; batch += 1) {
    const ms = times.inMs({}, 1, 5_000);
    expect(ms).toBeGreaterThan(5_000);
    expect(ms).toBeLessThanOrEqual(66_001);
  }
});
