// Committed offsets of a group that has no member, by whoever operates it.
import type { KafkaConfig } from 'kafkajs';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { Stream } from '../../model/record';
import { encodeCommitMetadata } from './commit-metadata';
import { createKafkaClient, type KafkaClient } from './kafka-client';
import type { PartitionOffset } from './kafkajs-internals';
import { settledWithin } from './settled-within';
import { identifyStreams } from './topic-identity';

const CLOSE_MS = 2_000;

export interface OffsetToSet {
  readonly stream: Stream;
  readonly partition: number;
  readonly offset: bigint;
}

export class GroupOffsets {
  constructor(
    private readonly client: KafkaClient,
    private readonly groupId: string,
  ) {}

  /** The streams that topics are now; one that does not exist has no entry. */
  async streams(topics: readonly string[], incarnation?: string): Promise<ReadonlyMap<string, Stream>> {
    return identifyStreams(await this.client.cluster.brokerPool.findConnectedBroker(), topics, incarnation);
  }

  /** False when the group has members: the broker takes this from nobody then, so no bridge can be between. */
  async set(offsets: readonly OffsetToSet[]): Promise<boolean> {
    const topics = new Map<string, PartitionOffset[]>();
    for (const { stream, partition, offset } of offsets) {
      const metadata = encodeCommitMetadata({ streamId: stream.id, epoch: undefined });
      const known = topics.get(stream.topic) ?? [];
      topics.set(stream.topic, [...known, { partition, offset: offset.toString(), metadata }]);
    }
    const coordinator = await this.client.cluster.findGroupCoordinator({ groupId: this.groupId });
    try {
      await coordinator.offsetCommit({
        groupId: this.groupId,
        groupGenerationId: -1,
        memberId: '',
        topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
      });
      return true;
    } catch (error) {
      if (HAS_MEMBERS.has((error as { readonly type?: string }).type ?? '')) return false;
      throw error;
    }
  }
}

const HAS_MEMBERS: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS']);

/** @throws GatewayError `kafka-unreachable` */
export const withGroupOffsets = async <T>(
  kafka: KafkaConfig,
  groupId: string,
  log: Log,
  work: (offsets: GroupOffsets) => Promise<T>,
): Promise<T> => {
  const client = createKafkaClient(kafka, log, { groupId });
  try {
    await client.cluster.connect().catch((error: unknown) => {
      const message = `Kafka did not answer: ${errorText(error)}. Check KAFKA_BROKERS and that the brokers are up.`;
      throw new GatewayError('kafka-unreachable', message, { cause: error, retryable: true });
    });
    return await work(new GroupOffsets(client, groupId));
  } finally {
    await settledWithin(client.cluster.disconnect(), CLOSE_MS);
    client.sockets.destroy();
  }
};
