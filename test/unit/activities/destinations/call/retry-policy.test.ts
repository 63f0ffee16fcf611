import fc from 'fast-check';
import { retriesError, retriesStatus, retryDelay } from '../../../../../src/activities/destinations/call/retry-policy';
import { retry } from '../../retry';

test.each([
  [400, false],
  [408, true],
  [429, true],
  [499, false],
  [500, true],
  [599, true],
  [301, false],
])('The default answer to whether a status of %d is tried again is %p.', (status, expected) => {
  expect(retriesStatus(retry(), status)).toBe(expected);
});

test('Every network error is tried again, unless the policy names those that are.', () => {
  const named = retry({ errors: new Set(['ECONNRESET', 'timeout']) });
  expect(retriesError(retry(), 'EPROTO')).toBe(true);
  expect(retriesError(retry(), undefined)).toBe(true);
  expect(retriesError(named, 'ECONNRESET')).toBe(true);
  expect(retriesError(named, 'timeout')).toBe(true);
  expect(retriesError(named, 'ENOTFOUND')).toBe(false);
  expect(retriesError(named, undefined)).toBe(false);
});

const short = retry({ initialMs: 100, maximumMs: 1_000 });
const latest = (): number => 0;

test('The delay before a retry doubles up to its maximum, between half and all of it.', () => {
  const delays = [1, 2, 3, 4, 5, 50].map((count) => retryDelay(short, { count, ageMs: 0 }, latest));
  expect(delays).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(retryDelay(short, { count: 3, ageMs: 0 }, () => 1)).toBe(200);
});

test('The delay before a retry is never less than what the receiver asks for, within the bound of the policy.', () => {
  expect(retryDelay(short, { count: 1, ageMs: 0, retryAfterMs: 5_000 }, latest)).toBe(5_000);
  expect(retryDelay(short, { count: 1, ageMs: 0, retryAfterMs: 10 ** 9 }, latest)).toBe(3_600_000);
});

test('There is no further retry when the attempts are used up, or the first of them is too long ago.', () => {
  const policy = { ...short, maxAttempts: 3, maxAgeMs: 10_000 };
  expect(retryDelay(policy, { count: 2, ageMs: 9_999 })).toBeDefined();
  expect(retryDelay(policy, { count: 3, ageMs: 0 })).toBeUndefined();
  expect(retryDelay(policy, { count: 1, ageMs: 10_000 })).toBeUndefined();
});

test('Delays end with the maximum age, for one last attempt, unless the receiver asks for more patience.', () => {
  const policy = { ...short, maxAgeMs: 10_000 };
  expect(retryDelay(policy, { count: 9, ageMs: 9_700 }, latest)).toBe(300);
  expect(retryDelay(policy, { count: 9, ageMs: 9_700, retryAfterMs: 2_000 }, latest)).toBe(2_000);
});

test('The delay before a retry stays within its bounds whatever the policy and the chance.', () => {
  const policies = fc.record({
    initialMs: fc.integer({ min: 1, max: 3_600_000 }),
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    maximumMs: fc.integer({ min: 1, max: 86_400_000 }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const property = fc.property(
    policies,
    fc.integer({ min: 1, max: 1_000_000 }),
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    (given, count, chance) => {
      const delay = retryDelay(retry(given), { count, ageMs: 0 }, () => chance) ?? -1;
      const least = Math.min(given.initialMs, given.maximumMs) * (1 - given.jitter);
      return delay >= Math.floor(least) && delay <= given.maximumMs;
    },
  );
  fc.assert(property);
});
