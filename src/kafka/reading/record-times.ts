// Finds the time of the first record at or after a position in the log.
import { isOffsetOutOfRange } from '../client/kafka-error';
import type { Cluster } from '../kafkajs-internals';
import { partitionLeader } from '../client/partition-leader';

/** This suffices for a single record: the broker always sends one whole batch. */
const FETCH_BYTES = 16_384;
const FETCH_WAIT_MS = 200;
const READ_UNCOMMITTED = 0;

export interface LogPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/**
 * Returns the record's time (its producer's or the broker's) in milliseconds since the Unix epoch, or undefined if
 * there is nothing to read from that position on: it is gone, or only transaction markers follow.
 */
export const recordTime = async (
  cluster: Cluster,
  { topic, partition, offset }: LogPlace,
): Promise<number | undefined> => {
  await cluster.addMultipleTargetTopics([topic]);
  const leader = await partitionLeader(cluster, topic, partition);
  try {
    const { responses } = await leader.fetch({
      isolationLevel: READ_UNCOMMITTED,
      maxWaitTime: FETCH_WAIT_MS,
      minBytes: 1,
      maxBytes: FETCH_BYTES,
      topics: [{ topic, partitions: [{ partition, fetchOffset: offset.toString(), maxBytes: FETCH_BYTES }] }],
    });
    const messages = responses[0]?.partitions[0]?.messages ?? [];
    const first = messages.find((message) => !message.isControlRecord && BigInt(message.offset) >= offset);
    return first === undefined ? undefined : Number(first.timestamp);
  } catch (error) {
    if (isOffsetOutOfRange(error)) return undefined;
    throw error;
  }
};
