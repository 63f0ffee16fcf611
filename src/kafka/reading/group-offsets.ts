// Reads and sets committed offsets of a group without members, for its operator.
import type { Stream } from '../../model/contract/record';
import { encodeCommitMetadata } from '../protocol/commit-metadata';
import type { Cluster, PartitionOffset } from '../kafkajs-internals';
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

  /** Returns the streams that topics currently are; one that does not exist has no entry. */
  async streams(topics: readonly string[], incarnation?: string): Promise<ReadonlyMap<string, Stream>> {
    return identifyStreams(await this.cluster.brokerPool.findConnectedBroker(), topics, incarnation);
  }

  /** Returns false if the group has members: the broker then refuses this to anybody, so no bridge can interfere. */
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
