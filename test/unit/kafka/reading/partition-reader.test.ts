import { incarnationStream } from '../../../../src/kafka/client/topic-identity';
import type { Cluster, FetchedMessage } from '../../../../src/kafka/kafkajs-internals';
import { LogWindows } from '../../../../src/kafka/reading/log-windows';
import { PartitionReader } from '../../../../src/kafka/reading/partition-reader';

const INCARNATION = 'one';
const TOPIC = 't';

const message = (offset: number, bytes: number): FetchedMessage => ({
  offset: String(offset),
  timestamp: '0',
  attributes: 0,
  key: null,
  value: Buffer.alloc(bytes),
  headers: {},
  headerList: [],
  isControlRecord: false,
  batchContext: { partitionLeaderEpoch: 0, producerId: '-1', inTransaction: false },
});

/** A log of 100 records of `bytes` each, of which a fetch brings ten, and where fetches began. */
const log = (bytes: number) => {
  const fetched: number[] = [];
  const leader = {
    versions: null,
    fetch: ({
      topics,
    }: {
      readonly topics: readonly { readonly partitions: readonly { fetchOffset: string }[] }[];
    }) => {
      const from = Number(topics[0]?.partitions[0]?.fetchOffset);
      fetched.push(from);
      const messages = Array.from({ length: 10 }, (_, index) => message(from + index, bytes));
      return Promise.resolve({ responses: [{ topicName: TOPIC, partitions: [{ partition: 0, messages }] }] });
    },
  };
  const cluster = {
    addMultipleTargetTopics: () => Promise.resolve(),
    findTopicPartitionMetadata: () => [{ partitionId: 0, leader: 1 }],
    findBroker: () => Promise.resolve(leader),
    brokerPool: { findConnectedBroker: () => Promise.resolve(leader) },
  } as unknown as Cluster;
  const read = async (...offsets: readonly bigint[]): Promise<readonly number[]> => {
    const windows = new LogWindows();
    const request = { stream: incarnationStream(INCARNATION, TOPIC), partition: 0, leaderEpoch: 0, offsets };
    const results = await new PartitionReader(cluster, request, INCARNATION, windows).read();
    windows.clear();
    return results.map((result) => Number('record' in result ? result.record.offset : -1));
  };
  return { fetched, read };
};

test('An answer waits for no fetch of a record that it is likely to have no room for.', async () => {
  const { fetched, read } = log(1_000_000);
  expect(await read(0n, 20n, 40n)).toEqual([0]);
  expect(fetched).toEqual([0]);
});

test('An answer holds what is near and what is far apart, as long as it has room for it.', async () => {
  const { fetched, read } = log(100_000);
  expect(await read(0n, 1n, 20n, 21n, 22n, 40n, 50n, 60n, 70n, 80n, 81n)).toEqual([
    0, 1, 20, 21, 22, 40, 50, 60, 70, 80,
  ]);
  expect(fetched).toEqual([0, 20, 40, 50, 60, 70, 80]);
});
