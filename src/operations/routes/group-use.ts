// Finds out whether another application uses, or has used, the consumer group of a route.
import type { Admin } from 'kafkajs';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { AssignerProtocol } from '../../kafka/client/kafkajs';
import { decodeCommitMetadata } from '../../kafka/protocol/commit-metadata';

export interface SkippedOffsets {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that the topic has. */
  readonly from: bigint;
  /** The offset at which the route goes on. */
  readonly to: bigint;
}

export interface GroupUse {
  /** Client ids of members that share out other topics, or in another way. */
  readonly otherMembers: readonly string[];
  /** What the route leaves out, because another client has committed offsets past it. */
  readonly skipped: readonly SkippedOffsets[];
}

interface DescribedGroup {
  readonly protocol: string;
  readonly members: readonly { readonly clientId: string; readonly memberMetadata: Buffer }[];
}

/** kafkajs' name for how bridges share out partitions. */
const OUR_PROTOCOL = 'RoundRobinAssigner';

const topicsOf = (metadata: Buffer): readonly string[] => {
  try {
    return AssignerProtocol.MemberMetadata.decode(metadata)?.topics ?? [];
  } catch {
    // A member that writes its metadata otherwise is no bridge.
    return [];
  }
};

/** Returns their client ids. A bridge whose configuration names other topics is no other application. */
export const otherMembers = (
  { protocol, members }: DescribedGroup,
  { topics, clientId: own }: { readonly topics: readonly string[]; readonly clientId: string },
): readonly string[] => {
  // A group that rebalances does not tell what its members read.
  if (protocol === '') return [];
  const others = members.filter(
    ({ clientId, memberMetadata }) =>
      protocol !== OUR_PROTOCOL ||
      (clientId !== own && topicsOf(memberMetadata).some((topic) => !topics.includes(topic))),
  );
  return others.map(({ clientId }) => clientId);
};

/** Looks at topics that exist. @throws whatever kafkajs throws. */
export const groupUse = async (
  admin: Admin,
  { groupId, topics }: ResolvedRoute,
  clientId: string,
): Promise<GroupUse> => {
  const { groups } = await admin.describeGroups([groupId]);
  const known = new Set(await admin.listTopics());
  const present = topics.filter((topic) => known.has(topic));
  const others = groups.flatMap((group) => otherMembers(group, { topics, clientId }));
  if (present.length === 0) return { otherMembers: others, skipped: [] };
  const committed = await admin.fetchOffsets({ groupId, topics: present });
  const skipped = await Promise.all(
    committed.map(async ({ topic, partitions }): Promise<readonly SkippedOffsets[]> => {
      const set = partitions.filter(
        ({ offset, metadata }) => BigInt(offset) >= 0n && decodeCommitMetadata(metadata) === undefined,
      );
      if (set.length === 0) return [];
      const ranges = new Map(
        (await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => [partition, BigInt(low)]),
      );
      return set
        .map(({ partition, offset }) => ({
          topic,
          partition,
          from: ranges.get(partition) ?? BigInt(offset),
          to: BigInt(offset),
        }))
        .filter(({ from, to }) => from < to);
    }),
  );
  return { otherMembers: others, skipped: skipped.flat() };
};
