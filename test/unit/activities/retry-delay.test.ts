import { parseRetryAfter, retryDelay } from '../../../src/activities/retry-delay';

const retry = { initialMs: 100, factor: 2, maximumMs: 1_000, maxAttempts: 0 };

describe('the delay before a retry', () => {
  it('doubles up to its maximum, between half and all of it', () => {
    expect([1, 2, 3, 4, 5, 50].map((attempts) => retryDelay(retry, attempts, undefined, () => 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
    expect(retryDelay(retry, 3, undefined, () => 0)).toBe(200);
  });

  it('is never less than what the receiver asks for, within an hour', () => {
    expect(retryDelay(retry, 1, 5_000, () => 0)).toBe(5_000);
    expect(retryDelay(retry, 1, 10 ** 9, () => 0)).toBe(3_600_000);
  });

  it('reads Retry-After in both its forms', () => {
    const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Wed, 21 Oct 2026 07:28:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Wed, 21 Oct 2026 07:27:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });
});
