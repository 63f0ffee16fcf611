import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { Chain } from '../../../../src/workflows/chain/chain';
import { workDoubts } from '../../../../src/workflows/chain/head-doubts';
import type { ChainOutcome } from '../../../../src/model/contract/effect-contract';

const STREAM = { id: 's', topic: 't' };
const at = (offset: number) => ({
  stream: STREAM,
  position: { partition: 0, leaderEpoch: 0, offset: String(offset) },
});
const redrivenAt = (offset: number, times: number) => ({
  ...at(offset),
  ...{ bytes: 0, redriven: { times, letter: at(0) } },
});
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
  expect([1, 2, 3].map((index) => next.progress.doubtedAt(index, at(index), {}))).toEqual([
    { doubts: [LOST] },
    { doubts: [LOST] },
    {},
  ]);
  expect(next.progress.doubtedAt(1, at(1), { revision: 2 })).toEqual({ doubts: [{ ...LOST, revision: 2 }] });
  next.advance(2);
  expect(next.progress.doubts).toEqual([LOST]);
  expect(next.progress.doubtedAt(1, at(3), {})).toEqual({});
  expect(closed(next).progress.doubts).toEqual([LOST]);
  next.advance(1);
  expect(next.progress.doubts).toEqual([]);
});

test('I12: An attempt that failed as a whole leaves all its records in doubt.', () => {
  const chain = chainOf(3);
  chain.progress.attempting(works(2), 5);
  chain.progress.attempted(FAULT as unknown as ChainOutcome, 5);
  expect(chain.progress.doubts).toEqual([LOST]);
  expect(closed(chain).progress.doubtedAt(1, at(1), {})).toEqual({ doubts: [LOST] });
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

test('I12: Records that are redriven between those of a lost attempt are not in doubt, and those keep their doubts.', () => {
  const chain = chainOf(4);
  chain.inbox.insert(2, redrivenAt(7, 1));
  chain.progress.attempting([...works(2), { ...redrivenAt(7, 1), sequence: 2 }, ...works(3).slice(2)], 5);
  const next = closed(chain);
  next.inbox.insert(1, redrivenAt(1, 1));
  next.inbox.insert(1, redrivenAt(7, 2));
  const doubtful = (of: Chain): readonly string[] =>
    of.inbox
      .peek(9)
      .flatMap((entry, index) =>
        workDoubts(of, index, entry, {}).doubts === undefined
          ? []
          : [`${entry.position.offset}.${entry.redriven?.times ?? 0}`],
      );
  expect(next.inbox.peek(9).map(({ position }) => position.offset)).toEqual(['0', '7', '1', '1', '7', '2', '3']);
  expect(doubtful(next)).toEqual(['0.0', '1.0', '7.1', '2.0']);
  next.advance(1);
  expect(doubtful(next)).toEqual(['1.0', '7.1', '2.0']);
  const again = closed(next);
  again.advance(2);
  expect(doubtful(again)).toEqual(['1.0', '7.1', '2.0']);
  again.advance(3);
  expect(doubtful(again)).toEqual([]);
  again.advance(1);
  expect(again.carry()).not.toHaveProperty('lost');
});

test('I12: An attempt that was lost at one call leaves that call in doubt, and no other step of its record.', () => {
  const effects = ['pay', 'read'].map((step, index) => ({
    ...{ step, index, destination: 'bank' },
    request: { method: step === 'read' ? 'get' : 'PUT' },
  }));
  const work = { ...at(0), sequence: 0, effects };
  const pay = { ...LOST, step: 'pay', destination: 'bank' };
  const chain = chainOf(1);
  chain.progress.attempting([work], 5);
  expect(closed(chain).progress.doubts).toEqual([pay]);
  chain.progress.attempted(FAULT as unknown as ChainOutcome, 5);
  expect(chain.progress.doubts).toEqual([pay]);
  chain.progress.done(['pay']);
  expect(chain.progress.doubts).toEqual([]);
});

test('I12: What an older version carried of a lost attempt, a number of records, goes on as it was.', () => {
  const chain = new Chain({ ...chainOf(4).carry(), lost: { since: 5, records: 2 } }, new InlineBudget(10_000));
  expect([1, 2, 3].map((index) => chain.progress.doubtedAt(index, at(index), {}).doubts?.length ?? 0)).toEqual([
    1, 1, 0,
  ]);
  chain.advance(2);
  expect(chain.progress.doubts).toEqual([LOST]);
  expect(chain.carry()).not.toHaveProperty('lost');
});
