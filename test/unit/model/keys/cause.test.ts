import { blockNames, causeOf } from '../../../../src/model/keys/cause';

test.each([
  [{ code: 'timeout' as const }, 'timeout'],
  [{ code: 'http-status' as const, status: 409 }, 'http-status:409'],
  [{ code: 'response-unreadable' as const, status: 200 }, 'response-unreadable:200'],
  [{ code: 'http-status' as const, status: 1e9 }, 'http-status'],
  [{ code: 'http-status' as const, status: 40.5 }, 'http-status'],
])('The cause of %j is %s.', (failure, cause) => {
  expect(causeOf(failure)).toBe(cause);
});

test('A key is asked for by what failed, with its status and without, and by what it waits for.', () => {
  const failure = { code: 'http-status', message: '', status: 503 } as const;
  const wait = { reason: 'breaker-open', destination: 'api', since: 0 } as const;
  const block = { kind: 'retrying', failure, attempts: 3, notBefore: 0 } as const;
  expect(blockNames(block)).toEqual(['http-status', 'http-status:503']);
  const waiting = { ...block, wait };
  expect(blockNames(waiting)).toEqual(['breaker-open', 'http-status', 'http-status:503']);
  expect(blockNames({ ...waiting, failure: { code: 'breaker-open' } })).toEqual(['breaker-open']);
});
