import { ConsumedPartition, type ReadPosition } from '../../../../src/kafka/consumer/consumed-partition';

const positions = (...list: readonly (readonly [offset: bigint, leaderEpoch: number])[]): readonly ReadPosition[] =>
  list.map(([offset, leaderEpoch]) => ({ offset, leaderEpoch }));

const consumed = (): ConsumedPartition =>
  new ConsumedPartition({ stream: { id: 's', topic: 't' }, partition: 0, assignmentEpoch: 1 }, 5n, {
    leaderEpoch: 3,
    endOffset: 4n,
  });

test('A consumed partition finds the position whose leader epoch went back, within a batch, after a batch and after the commit.', () => {
  const partition = consumed();
  expect(partition.regression(positions([5n, 3], [6n, 4]))).toBeUndefined();
  expect(partition.regression(positions([5n, 4], [6n, 3]))?.offset).toBe(6n);
  expect(partition.regression(positions([5n, 2]))?.offset).toBe(5n);
  partition.read(positions([5n, 6]));
  expect(partition.regression(positions([6n, 5]))?.offset).toBe(6n);
});

test('A consumed partition knows the last leader epoch that was read and how far it reached, from the commit on.', () => {
  const partition = consumed();
  expect(partition.epoch).toEqual({ leaderEpoch: 3, endOffset: 4n });
  partition.read(positions([5n, 3], [9n, 4], [12n, 4]));
  expect(partition.epoch).toEqual({ leaderEpoch: 4, endOffset: 13n });
});

test('A consumed partition claims no more of an epoch below an offset than was read, or compaction would look like truncation.', () => {
  const partition = consumed();
  partition.read(positions([5n, 3], [9n, 4], [12n, 4]));
  partition.read(positions([20n, 6]));
  const below = [5n, 6n, 8n, 9n, 10n, 13n, 20n, 21n].map((next) => partition.epochBelow(next));
  expect(below.map((epoch) => [epoch?.leaderEpoch, epoch?.endOffset])).toEqual([
    [3, 4n],
    [3, 6n],
    [3, 6n],
    [3, 6n],
    [4, 10n],
    [4, 13n],
    [4, 13n],
    [6, 21n],
  ]);
});

test('A consumed partition knows whether anything was read.', () => {
  const partition = consumed();
  expect(partition.isRead).toBe(false);
  partition.read(positions([5n, 0]));
  expect(partition.isRead).toBe(true);
});
