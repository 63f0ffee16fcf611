import type { Admin } from 'kafkajs';
import { decodeCommitMetadata } from '../../kafka/protocol/commit-metadata';
import type { GroupOffsets } from '../../kafka/reading/group-offsets';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { ReplayStart } from '../../model/routes/route-replay';
import type { Stream } from '../../model/contract/record';
import type { PartitionFacts } from './replay-plan';
import { defined } from '../../model/defined';

/** Returns a route's group position in each partition of its topics' current streams. */
export const replayFacts = async (
  admin: Admin,
  offsets: GroupOffsets,
  config: ResolvedConfig,
  { topics, groupId }: ResolvedRoute,
  from: ReplayStart,
): Promise<readonly PartitionFacts[]> => {
  const streams = await offsets.streams(topics, config.incarnation);
  const present = topics.filter((topic) => streams.has(topic));
  if (present.length === 0) return [];
  const committed = await admin.fetchOffsets({ groupId, topics: present });
  const facts = present.map(async (topic): Promise<readonly PartitionFacts[]> => {
    const stream = streams.get(topic);
    if (stream === undefined) return [];
    const group = committed.find((answer) => answer.topic === topic)?.partitions ?? [];
    const atTime = new Map<number, bigint>();
    if ('timeMs' in from) {
      for (const { partition, offset } of await admin.fetchTopicOffsetsByTimestamp(topic, from.timeMs)) {
        atTime.set(partition, BigInt(offset));
      }
    }
    return (await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => {
      const time = atTime.get(partition);
      return {
        stream,
        partition,
        low: BigInt(low),
        ...committedOf(
          stream,
          group.find((answer) => answer.partition === partition),
        ),
        ...defined({ atTime: time }),
      };
    });
  });
  return (await Promise.all(facts)).flat().sort(byPlace);
};

const byPlace = (a: PartitionFacts, b: PartitionFacts): number =>
  a.stream.topic === b.stream.topic ? a.partition - b.partition : a.stream.topic < b.stream.topic ? -1 : 1;

/** I11: an offset committed for an earlier topic of the same name does not count. */
const committedOf = (
  stream: Stream,
  commit: { readonly offset: string; readonly metadata: string | null } | undefined,
): Pick<PartitionFacts, 'committed' | 'leaderEpoch'> => {
  if (commit === undefined || BigInt(commit.offset) < 0n) return { committed: undefined };
  const metadata = decodeCommitMetadata(commit.metadata);
  if (metadata !== undefined && metadata.streamId !== stream.id) return { committed: undefined };
  const epoch = metadata?.epoch;
  return { committed: BigInt(commit.offset), ...(epoch === undefined ? {} : { leaderEpoch: epoch.leaderEpoch }) };
};
