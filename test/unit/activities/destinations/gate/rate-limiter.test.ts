import fc from 'fast-check';
import { RateLimiter } from '../../../../../src/activities/destinations/gate/rate-limiter';

test('A rate limiter lets a burst through at once, then one call after another.', () => {
  let clock = 0;
  const limiter = new RateLimiter({ perSecond: 10, burst: 3 }, () => clock);
  const waits = Array.from({ length: 5 }, () => limiter.take(1_000));
  expect(waits).toEqual([{ waitMs: 0 }, { waitMs: 0 }, { waitMs: 0 }, { waitMs: 100 }, { waitMs: 200 }]);
  clock = 10_000;
  expect(limiter.take(0)).toEqual({ waitMs: 0 });
});

test('A rate limiter tells each call that waits too long a moment of its own, as far apart as the rate says.', () => {
  const limiter = new RateLimiter({ perSecond: 10, burst: 1 }, () => 0);
  expect(limiter.take(0)).toEqual({ waitMs: 0 });
  const moments = Array.from({ length: 3 }, () => limiter.take(0));
  expect(moments).toEqual([{ comeBackMs: 100 }, { comeBackMs: 200 }, { comeBackMs: 300 }]);
});

test('A rate limiter asks nobody to come back in more than five minutes.', () => {
  const limiter = new RateLimiter({ perSecond: 0.01, burst: 1 }, () => 0);
  const places = Array.from({ length: 20 }, () => limiter.take(0));
  expect(places.at(-1)).toEqual({ comeBackMs: 300_000 });
});

test('A rate limiter never lets more than the burst and the rate through, in any stretch of time.', () => {
  const property = fc.property(
    fc.double({ min: 0.5, max: 500, noNaN: true }),
    fc.integer({ min: 1, max: 20 }),
    fc.array(fc.nat(400), { minLength: 1, maxLength: 100 }),
    (perSecond, burst, pauses) => {
      let clock = 0;
      const limiter = new RateLimiter({ perSecond, burst }, () => clock);
      const begun: number[] = [];
      for (const pause of pauses) {
        clock += pause;
        const place = limiter.take(1_000);
        if ('waitMs' in place) begun.push(clock + place.waitMs);
      }
      return begun.every((from, first) =>
        begun.slice(first).every((to, more) => more + 1 <= burst + ((to - from) * perSecond) / 1_000 + 1e-6),
      );
    },
  );
  fc.assert(property);
});
