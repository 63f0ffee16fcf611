import type { Admin } from 'kafkajs';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { committedOffsets } from '../../kafka/reading/group-commits';
import { groupState, type GroupState } from './route-state';

export interface TopicLag {
  readonly topic: string;
  /** 0 if there is no such topic. */
  readonly partitions: number;
  /** Offsets from the committed ones to the ends; transaction markers and compaction gaps count too. */
  readonly lag: bigint;
  /** The next offset of each partition that has something to read, and how much. */
  readonly unread: readonly { readonly partition: number; readonly offset: bigint; readonly lag: bigint }[];
  /** Partitions whose committed offset is outside the topic's log. */
  readonly outOfRange: readonly number[];
}

export interface RouteLag extends GroupState {
  readonly topics: readonly TopicLag[];
}

interface PartitionRange {
  readonly partition: number;
  readonly low: string;
  readonly high: string;
}

/** `committed` is by partition; a negative offset was never committed, and reading begins at the start. */
export const topicLag = (
  topic: string,
  ranges: readonly PartitionRange[],
  committed: ReadonlyMap<number, bigint>,
): TopicLag => {
  const outOfRange: number[] = [];
  const unread: { partition: number; offset: bigint; lag: bigint }[] = [];
  let lag = 0n;
  for (const { partition, low, high } of ranges) {
    const at = committed.get(partition);
    if (at !== undefined && (at < BigInt(low) || at > BigInt(high))) outOfRange.push(partition);
    const from = at === undefined || at < BigInt(low) ? BigInt(low) : at;
    if (from >= BigInt(high)) continue;
    const behind = BigInt(high) - from;
    lag += behind;
    unread.push({ partition, offset: from, lag: behind });
  }
  return { topic, partitions: ranges.length, lag, unread, outOfRange: outOfRange.sort((a, b) => a - b) };
};

/** Returns how far a route's consumer group is behind, seen from outside, even while no gateway runs. */
export const routeLag = async (admin: Admin, { groupId, topics }: ResolvedRoute): Promise<RouteLag> => {
  const known = new Set(await admin.listTopics());
  const present = topics.filter((topic) => known.has(topic));
  const committed = await committedOffsets(admin, groupId, present);
  return {
    ...(await groupState(admin, groupId)),
    topics: await Promise.all(
      topics.map(async (topic) =>
        topicLag(
          topic,
          known.has(topic) ? await admin.fetchTopicOffsets(topic) : [],
          committed.get(topic) ?? new Map<number, bigint>(),
        ),
      ),
    ),
  };
};
