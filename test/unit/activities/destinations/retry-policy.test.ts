import { retriesError, retriesStatus } from '../../../../src/activities/destinations/retry-policy';
import { retry } from '../retry';

it.each([
  [400, false],
  [408, true],
  [429, true],
  [499, false],
  [500, true],
  [599, true],
  [301, false],
])('a status of %d is tried again by default: %p', (status, expected) => {
  expect(retriesStatus(retry(), status)).toBe(expected);
});

it('every network error is tried again, unless the policy names those that are', () => {
  const named = retry({ errors: new Set(['ECONNRESET', 'timeout']) });
  expect(retriesError(retry(), 'EPROTO')).toBe(true);
  expect(retriesError(retry(), undefined)).toBe(true);
  expect(retriesError(named, 'ECONNRESET')).toBe(true);
  expect(retriesError(named, 'timeout')).toBe(true);
  expect(retriesError(named, 'ENOTFOUND')).toBe(false);
  expect(retriesError(named, undefined)).toBe(false);
});
