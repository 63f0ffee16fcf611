// Committed offsets of a group that has no member, by whoever operates it.
import type { Stream } from '../../model/record';
import { encodeCommitMetadata } from '../protocol/commit-metadata';
import type { Cluster, PartitionOffset } from '../client/kafkajs-internals';
import { identifyStreams } from '../client/topic-identity';

export interface OffsetToSet {
  readonly stream: Stream;
  readonly partition: number;
  readonly offset: bigint;
}

export class GroupOffsets {
  constructor(
    private readonly cluster: Cluster,
    private readonly groupId: string,
  ) {}

  /** The streams that topics are now; one that does not exist has no entry. */
  async streams(topics: readonly string[], incarnation?: string): Promise<ReadonlyMap<string, Stream>> {
    return identifyStreams(await this.cluster.brokerPool.findConnectedBroker(), topics, incarnation);
  }

  /** False when the group has members: the broker takes this from nobody then, so no bridge can be between. */
  async set(offsets: readonly OffsetToSet[]): Promise<boolean> {
    const topics = new Map<string, PartitionOffset[]>();
    for (const { stream, partition, offset } of offsets) {
      const metadata = encodeCommitMetadata({ streamId: stream.id, epoch: undefined });
      const known = topics.get(stream.topic) ?? [];
      topics.set(stream.topic, [...known, { partition, offset: offset.toString(), metadata }]);
    }
    const coordinator = await this.cluster.findGroupCoordinator({ groupId: this.groupId });
    try {
      await coordinator.offsetCommit({
        groupId: this.groupId,
        groupGenerationId: NO_MEMBER,
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

const NO_MEMBER = -1;
const HAS_MEMBERS: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS']);
