// Finds the time of the first record at or after a position in the log.
import { isOffsetOutOfRange } from '../client/kafka-error';
import type { Cluster } from '../kafkajs-internals';
import { fetchRecords } from './fetch-records';

/** This suffices for a single record: the broker always sends one whole batch. */
const FETCH_BYTES = 16_384;

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
  try {
    // It is asked every few seconds, and an age is not worth gigabytes of inflating.
    const place = { topic, partition, offset, maxBytes: FETCH_BYTES, sees: 'uncommitted', untilFirst: false } as const;
    const messages = await fetchRecords(cluster, place);
    const first = messages.find((message) => !message.isControlRecord && BigInt(message.offset) >= offset);
    return first === undefined ? undefined : Number(first.timestamp);
  } catch (error) {
    if (isOffsetOutOfRange(error)) return undefined;
    throw error;
  }
};
