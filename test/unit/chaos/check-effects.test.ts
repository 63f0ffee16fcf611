import { checkEffects } from '../../../chaos/check-effects';
import type { CallFact } from '../../../chaos/facts';

const called = (startedAt: number, endedAt: number): CallFact => ({
  ...{ id: 'accounts/0/0@7', route: 'accounts', key: 'a', idempotencyKey: 'k', body: 'b', request: 'r' },
  ...{ startedAt, endedAt, effective: true },
});

/** Two calls under one key that overlap while a fault lasts, long before it ends. */
const kindsDuring = (name: string): readonly string[] =>
  checkEffects({
    ...{ records: [], calls: [called(2_000, 2_400), called(2_100, 2_110)] },
    faults: [{ name, target: 'api of worker 0', from: 1_000, until: 9_000 }],
  } as unknown as Parameters<typeof checkEffects>[0])
    .map(({ kind }) => kind)
    .filter((kind) => kind === 'overlap');

test('A stall of one worker does not excuse calls that reached the API while it lasted, as a frozen API does.', () => {
  expect(kindsDuring('stall-api')).toEqual(['overlap']);
  expect(kindsDuring('stop-api')).toEqual([]);
});
