import * as fc from 'fast-check';
import { CensusCount, notedKey } from '../../../../src/model/keys/census';

const FAILURE = { code: 'http-status', message: 'HTTP 409', status: 409, destination: 'ledger' } as const;

test('A census counts keys by status, destination and cause, and remembers the first of each.', () => {
  const count = new CensusCount();
  const key = { status: 'parked', destination: 'ledger', cause: 'http-status:409' } as const;
  count.add({ ...key, since: 5, chain: 'b' });
  count.add({ ...key, since: 3, chain: 'a' });
  count.add({ ...key, cause: 'http-status:422', since: 4, chain: 'c' });
  count.add({ ...key, keys: 10 });
  expect(count.lines).toEqual([
    { ...key, keys: 12, since: 3, chain: 'a' },
    { ...key, cause: 'http-status:422', keys: 1, since: 4, chain: 'c' },
  ]);
});

test('A census of many destinations stays short, and counts every key.', () => {
  const keys = fc.record({
    status: fc.constantFrom('parked' as const, 'retrying' as const),
    destination: fc.option(fc.integer({ max: 300, min: 0 }).map(String), { nil: undefined }),
    cause: fc.constantFrom('timeout', 'network', undefined),
  });
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 1_000 }), (all) => {
      const count = new CensusCount();
      for (const key of all) count.add(key);
      expect(count.lines.length).toBeLessThanOrEqual(202);
      expect(count.lines.reduce((sum, line) => sum + line.keys, 0)).toBe(all.length);
    }),
    { numRuns: 20 },
  );
});

test('A key that waits counts with what it waits for, and one that moves counts not at all.', () => {
  const status = { chain: 'a', key: 'a', waiting: 1, failure: FAILURE, attempts: 3 };
  const since = '1970-01-01T00:00:01.000Z';
  expect(notedKey({ ...status, status: 'parked', since })).toEqual({
    status: 'parked',
    destination: 'ledger',
    cause: 'http-status:409',
    since: 1_000,
    chain: 'a',
  });
  const wait = { reason: 'breaker-open', destination: 'ledger', since: 2_000 } as const;
  expect(notedKey({ ...status, status: 'postponed', wait })).toMatchObject({ cause: 'breaker-open', since: 2_000 });
  expect(notedKey({ chain: 'a', key: 'a', waiting: 1, status: 'running' })).toBeUndefined();
});
