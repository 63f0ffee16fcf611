import { InlineBudget } from '../../../../src/workflows/chain/inbox';
import { Chain } from '../../../../src/workflows/chain/chain';
import type { ChainOutcome } from '../../../../src/model/contract/effect-contract';

const STREAM = { id: 's', topic: 't' };
const works = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    stream: STREAM,
    position: { partition: 0, leaderEpoch: 0, offset: String(index) },
    sequence: index,
  }));
const chainOf = (records: number): Chain => {
  const chain = new Chain({ chain: 'k', waiting: [] }, new InlineBudget(10_000));
  for (const { position } of works(records)) {
    chain.inbox.push(STREAM, { ...position, key: 'k', timestamp: 0, value: { text: 'v' } });
  }
  return chain;
};
const closed = (chain: Chain): Chain => new Chain(chain.carry(), new InlineBudget(10_000));
const LOST = { since: 5, cause: 'worker-lost' };
const FAULT = {
  chain: 'k',
  settled: 0,
  failure: { code: 'destination-error', message: '', terminal: false, retryInMs: 1 },
};

test('I12: The run after one that was closed during an attempt has all its records in doubt, one after the other, and no other.', () => {
  const chain = chainOf(4);
  chain.progress.attempting(works(3), 5);
  const next = closed(chain);
  expect(next.progress.doubts).toEqual([LOST]);
  expect(next.headBegun).toBe(true);
  expect([1, 2, 3].map((index) => next.progress.doubtedAt(index, {}))).toEqual([
    { doubts: [LOST] },
    { doubts: [LOST] },
    {},
  ]);
  expect(next.progress.doubtedAt(1, { revision: 2 })).toEqual({ doubts: [{ ...LOST, revision: 2 }] });
  next.advance(2);
  expect(next.progress.doubts).toEqual([LOST]);
  expect(next.progress.doubtedAt(1, {})).toEqual({});
  expect(closed(next).progress.doubts).toEqual([LOST]);
  next.advance(1);
  expect(next.progress.doubts).toEqual([]);
});

test('I12: An attempt that failed as a whole leaves all its records in doubt.', () => {
  const chain = chainOf(3);
  chain.progress.attempting(works(2), 5);
  chain.progress.attempted(FAULT as unknown as ChainOutcome, 5);
  expect(chain.progress.doubts).toEqual([LOST]);
  expect(closed(chain).progress.doubtedAt(1, {})).toEqual({ doubts: [LOST] });
  chain.advance(2);
  expect(chain.progress.doubts).toEqual([]);
});

test('An attempt that told its outcome leaves nothing in doubt by itself, and neither does one that settled its records.', () => {
  const chain = chainOf(3);
  chain.progress.attempting(works(2), 5);
  chain.progress.attempted(
    { chain: 'k', settled: 0, failure: { code: 'http-status', message: '', terminal: true } },
    5,
  );
  expect(closed(chain).progress.doubts).toEqual([]);
  chain.progress.attempting(works(2), 6);
  chain.advance(2);
  expect(chain.carry()).not.toHaveProperty('doubts');
  expect(chain.carry()).not.toHaveProperty('lost');
});
