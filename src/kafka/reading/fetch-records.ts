// Fetches records of one partition for whoever belongs to no group.
import { answered } from '../client/answered';
import { partitionLeader } from '../client/partition-leader';
import type { Cluster, FetchedMessage } from '../kafkajs-internals';

const FETCH_WAIT_MS = 250;

/** What a fetch sees of transactions: `uncommitted` also records whose transaction is open or was aborted. */
const ISOLATION = { uncommitted: 0, committed: 1 } as const;

export interface FetchPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The broker sends one whole batch all the same. */
  readonly maxBytes: number;
  readonly sees: keyof typeof ISOLATION;
  /**
   * True if nothing must mean that nothing is there, however much is to be inflated to know it; otherwise it may also
   * mean that the record lies far inside a compressed batch.
   */
  readonly untilFirst: boolean;
}

/**
 * Returns what the log has at and after an offset, control records too; nothing at its end. It may begin before the
 * offset if that was removed from a batch.
 * @throws KafkaJSOffsetOutOfRange; whatever else keeps Kafka from answering now.
 */
export const fetchRecords = (
  cluster: Cluster,
  { topic, partition, offset, maxBytes, sees, untilFirst }: FetchPlace,
): Promise<readonly FetchedMessage[]> =>
  answered(async (arrived) => {
    const leader = await partitionLeader(cluster, topic, partition);
    const fetchOffset = offset.toString();
    const { responses } = await leader.fetch({
      isolationLevel: ISOLATION[sees],
      maxWaitTime: FETCH_WAIT_MS,
      minBytes: 1,
      maxBytes,
      topics: [{ topic, partitions: [{ partition, fetchOffset, maxBytes, untilFirst, arrived }] }],
    });
    return responses[0]?.partitions[0]?.messages ?? [];
  });
