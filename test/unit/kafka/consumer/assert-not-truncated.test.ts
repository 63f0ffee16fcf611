import { assertNotTruncated } from '../../../../src/kafka/consumer/assert-not-truncated';
import { ConsumedPartition } from '../../../../src/kafka/consumer/consumed-partition';
import type { Broker, Cluster, ProtocolCall } from '../../../../src/kafka/kafkajs-internals';

const answer = (errorCode: number, leaderEpoch: number, endOffset: bigint): Buffer => {
  const bytes = Buffer.alloc(33);
  bytes.writeInt32BE(1, 4);
  bytes.writeInt16BE(1, 8);
  bytes.write('t', 10);
  bytes.writeInt32BE(1, 11);
  bytes.writeInt16BE(errorCode, 15);
  bytes.writeInt32BE(leaderEpoch, 21);
  bytes.writeBigInt64BE(endOffset, 25);
  return bytes;
};

const cluster = (payload: Buffer, maxVersion = 4): Cluster => {
  const leader = {
    versions: { 23: { minVersion: 2, maxVersion } },
    connectionPool: {
      send: async <T>({ response }: ProtocolCall<T>) => response.parse(await response.decode(payload)),
    },
  } as Partial<Broker>;
  return {
    findTopicPartitionMetadata: () => [{ partitionId: 0, leader: 1 }],
    findBroker: () => Promise.resolve(leader),
  } as Partial<Cluster> as Cluster;
};

const consumed = (leaderEpoch?: number): ConsumedPartition =>
  new ConsumedPartition(
    { stream: { id: 's', topic: 't' }, partition: 0, assignmentEpoch: 1 },
    120n,
    leaderEpoch === undefined ? undefined : { leaderEpoch, endOffset: 100n },
  );

test('I11: A log is taken for the same while its epoch reaches as far as it was read.', async () => {
  await assertNotTruncated(cluster(answer(0, 3, 100n)), consumed(3));
  await assertNotTruncated(cluster(answer(0, 3, 250n)), consumed(3));
});

test.each([
  ['its epoch ends before that', answer(0, 3, 60n), 'the same only up to offset 60'],
  ['its epoch is not in the log', answer(0, 2, 60n), 'the same only up to offset 60'],
  ['all epochs of the log are older', answer(0, -1, -1n), 'nothing of that epoch is left'],
])('I11: A log that was cut back is noticed when %s.', async (_, payload, words) => {
  await expect(assertNotTruncated(cluster(payload), consumed(3))).rejects.toMatchObject({
    code: 'log-truncated',
    message: expect.stringContaining(words) as string,
  });
});

test('I11: A log is not judged while the broker cannot tell: kafkajs tries again.', async () => {
  await expect(assertNotTruncated(cluster(answer(6, -1, -1n)), consumed(3))).rejects.toMatchObject({
    name: 'KafkaJSProtocolError',
    retriable: true,
  });
});

test('I11: A log is not asked about where no epoch is known, or the broker has no such question.', async () => {
  await assertNotTruncated(cluster(answer(0, 0, 0n)), consumed());
  await assertNotTruncated(cluster(answer(0, 0, 0n), 2), consumed(3));
});
