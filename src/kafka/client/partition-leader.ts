// Finds the broker that leads a partition, and asks it what fetches do not tell: where a leader epoch ended in the
// current log. A log that was truncated and grew again has other records at offsets already read; only this question
// reveals it (KIP-320), and kafkajs has no such request.
import { ByteReader } from '../protocol/byte-reader';
import type { LeaderEpochEnd } from '../protocol/leader-epoch-end';
import { tryAgain } from './kafka-error';
import { KafkaJSProtocolError } from './kafkajs';
import type { Broker, Cluster } from '../kafkajs-internals';

const OFFSET_FOR_LEADER_EPOCH = 23;
const VERSION = 3;
const CONSUMER = -1;
const NOT_CHECKED = -1;

/**
 * - `end`: the end of the log's largest epoch that is not past the requested one.
 * - `nothing-left`: all epochs of the log are past it.
 * - `unsupported`: the broker is too old for the question (before Kafka 2.4).
 */
export type LeaderEpochAnswer =
  ({ readonly kind: 'end' } & LeaderEpochEnd) | { readonly kind: 'nothing-left' } | { readonly kind: 'unsupported' };

/**
 * Returns the broker that leads a partition according to cached metadata.
 * @throws KafkaJSProtocolError, retriable, while there is none.
 */
export const partitionLeader = (cluster: Cluster, topic: string, partition: number): Promise<Broker> => {
  const leader = cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)?.leader;
  if (leader === undefined || leader < 0) throw tryAgain(`${topic}[${partition}] has no leader at the moment`);
  return cluster.findBroker({ nodeId: leader.toString() });
};

/**
 * Asks the partition's leader.
 * @throws KafkaJSProtocolError, retriable, if the broker is not the leader or does not know yet.
 */
export const leaderEpochEnd = async (
  leader: Broker,
  topic: string,
  partition: number,
  leaderEpoch: number,
): Promise<LeaderEpochAnswer> => {
  const versions = leader.versions?.[OFFSET_FOR_LEADER_EPOCH];
  if (versions === undefined || versions.maxVersion < VERSION) return { kind: 'unsupported' };
  const buffer = encodeRequest(topic, partition, leaderEpoch);
  const { answer } = await leader.connectionPool.send({
    request: {
      apiKey: OFFSET_FOR_LEADER_EPOCH,
      apiVersion: VERSION,
      apiName: 'OffsetForLeaderEpoch',
      encode: () => Promise.resolve({ buf: buffer, buffer }),
    },
    response: {
      // kafkajs reads a field of the decoded result, so it has to be an object.
      decode: (payload) => Promise.resolve({ answer: decodeResponse(payload) }),
      parse: (decoded) => Promise.resolve(decoded),
    },
  });
  return answer;
};

const encodeRequest = (topic: string, partition: number, leaderEpoch: number): Buffer => {
  const name = Buffer.from(topic);
  const before = Buffer.alloc(10);
  before.writeInt32BE(CONSUMER, 0);
  before.writeInt32BE(1, 4);
  before.writeInt16BE(name.length, 8);
  const after = Buffer.alloc(16);
  after.writeInt32BE(1, 0);
  after.writeInt32BE(partition, 4);
  after.writeInt32BE(NOT_CHECKED, 8); // current leader epoch
  after.writeInt32BE(leaderEpoch, 12);
  return Buffer.concat([before, name, after]);
};

const decodeResponse = (payload: Buffer): LeaderEpochAnswer => {
  const reader = new ByteReader(payload);
  reader.int32(); // throttle time
  const [topic] = reader.array(() => {
    reader.string();
    return reader.array(() => {
      const errorCode = reader.int16();
      reader.int32(); // partition
      return { errorCode, leaderEpoch: reader.int32(), endOffset: reader.int64() };
    });
  });
  const end = topic?.[0];
  if (end?.errorCode === 0) {
    const { leaderEpoch, endOffset } = end;
    return endOffset < 0n ? { kind: 'nothing-left' } : { kind: 'end', leaderEpoch, endOffset };
  }
  const message = `the broker cannot tell where a leader epoch ended (error ${String(end?.errorCode)})`;
  throw new KafkaJSProtocolError(Object.assign(new Error(message), { retriable: true }));
};
