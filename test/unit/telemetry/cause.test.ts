import { causeOf } from '../../../src/telemetry/cause';

test.each([
  [{ code: 'timeout' as const }, 'timeout'],
  [{ code: 'http-status' as const, status: 409 }, 'http-status:409'],
  [{ code: 'response-unreadable' as const, status: 200 }, 'response-unreadable:200'],
  [{ code: 'http-status' as const, status: 1e9 }, 'http-status'],
  [{ code: 'http-status' as const, status: 40.5 }, 'http-status'],
])('The cause of %j is %s.', (failure, cause) => {
  expect(causeOf(failure)).toBe(cause);
});
