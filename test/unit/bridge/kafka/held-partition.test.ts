import { HeldPartition } from '../../../../src/bridge/kafka/held-partition';
import type { SourceRecord } from '../../../../src/bridge/record-source';

const records = (...positions: readonly (readonly [offset: bigint, leaderEpoch: number])[]): readonly SourceRecord[] =>
  positions.map(([offset, leaderEpoch]) => ({
    offset,
    leaderEpoch,
    key: null,
    value: null,
    timestamp: 0,
    headers: [],
  }));

const held = (committedEpoch: number): HeldPartition =>
  new HeldPartition({ stream: { id: 's', topic: 't' }, partition: 0, assignmentEpoch: 1 }, 5n, committedEpoch);

describe('HeldPartition', () => {
  it('finds the record whose leader epoch went back, within a batch, after a batch and after the commit', () => {
    const partition = held(3);
    expect(partition.regression(records([5n, 3], [6n, 4]))).toBeUndefined();
    expect(partition.regression(records([5n, 4], [6n, 3]))?.offset).toBe(6n);
    expect(partition.regression(records([5n, 2]))?.offset).toBe(5n);
    partition.deliver(records([5n, 6]));
    expect(partition.regression(records([6n, 5]))?.offset).toBe(6n);
  });

  it('tells the leader epoch of the last record below an offset, gaps included', () => {
    const partition = held(3);
    partition.deliver(records([5n, 3], [9n, 4], [10n, 4]));
    partition.deliver(records([20n, 6]));
    const epochs = [5n, 6n, 9n, 10n, 20n, 21n].map((next) => partition.epochBelow(next));
    expect(epochs).toEqual([3, 3, 3, 4, 4, 6]);
  });

  it('knows whether anything was delivered', () => {
    const partition = held(-1);
    partition.deliver([]);
    expect(partition.delivered).toBe(false);
    partition.deliver(records([5n, 0]));
    expect(partition.delivered).toBe(true);
  });
});
