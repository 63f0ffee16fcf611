import { incarnationStream } from '../../../../src/kafka/client/topic-identity';
import type { Cluster } from '../../../../src/kafka/kafkajs-internals';
import { LogWindows } from '../../../../src/kafka/reading/log-windows';
import { PartitionReader } from '../../../../src/kafka/reading/partition-reader';
import { partitionMessage } from './partition-message';
import { turnsPass } from './turns-pass';

const INCARNATION = 'one';
const TOPIC = 't';
const never = new AbortController().signal;

const readBack = (
  cluster: Cluster,
  windows: LogWindows,
  offsets: readonly bigint[],
  lost = never,
): ReturnType<PartitionReader['read']> => {
  const request = { stream: incarnationStream(INCARNATION, TOPIC), partition: 0, leaderEpoch: 0, offsets };
  return new PartitionReader(cluster, request, INCARNATION, windows, lost, never).read();
};

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
      const messages = Array.from({ length: 10 }, (_, index) => partitionMessage(from + index, bytes));
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
    const results = await readBack(cluster, windows, offsets);
    windows.clear();
    return results.map((result) => Number('record' in result ? result.record.offset : -1));
  };
  return { cluster, fetched, read };
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

test('The turn of a read ends with its connection, although its fetch never settles: the next one reads with its own.', async () => {
  // What the request without an answer leaves behind must not keep the process.
  jest.useFakeTimers();
  const windows = new LogWindows();
  const { cluster } = log(100);
  const lost = new AbortController();
  const stands = { ...cluster };
  const begun = new Promise<void>((resolve) => {
    stands.findBroker = () => {
      resolve();
      return new Promise<never>(() => undefined);
    };
  });
  const first = readBack(stands, windows, [0n], lost.signal);
  const second = readBack(cluster, windows, [0n]);
  await begun;
  lost.abort(new Error('connection lost'));
  await expect(first).rejects.toThrow('connection lost');
  expect(await Promise.race([second, turnsPass(50)])).toMatchObject([{ record: { offset: 0n } }]);
  windows.clear();
  jest.useRealTimers();
});
