// Finds out, right after a join and before the first fetch, which streams the member reads, where the group stands in
// them, and whether that position still belongs to the same log.
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { Stream } from '../../model/record';
import { assertNotTruncated } from './assert-not-truncated';
import { decodeCommitMetadata } from '../protocol/commit-metadata';
import { ConsumedPartition } from './consumed-partition';
import type { ConsumerGroup, PartitionOffset } from '../client/kafkajs-internals';

/** @throws GatewayError `topic-missing`, `log-truncated`, or what kafkajs throws while Kafka cannot answer. */
export const openAssignment = async (
  group: ConsumerGroup,
  identities: ReadonlyMap<string, Stream>,
  assignmentEpoch: number,
  log: Log,
): Promise<readonly ConsumedPartition[]> => {
  const committed = await committedOffsets(group);
  const all: ConsumedPartition[] = [];
  const foreign: ConsumedPartition[] = [];
  for (const { topic, partitions } of group.assigned()) {
    const stream = identities.get(topic);
    if (stream === undefined) throw topicMissing([topic]);
    for (const partition of partitions) {
      const commit = committed.get(`${topic}/${partition}`);
      const opened = openPartition({ stream, partition, assignmentEpoch }, commit);
      all.push(opened.partition);
      if (opened.isForeign) foreign.push(opened.partition);
    }
  }
  await Promise.all(all.map((partition) => assertNotTruncated(group.cluster, partition)));
  for (const partition of foreign) {
    const { assigned } = partition;
    log.warn(
      { topic: assigned.stream.topic, partition: assigned.partition, stream: assigned.stream.id },
      'The committed offset belongs to another stream: the topic was made again, or the incarnation changed. ' +
        'This stream is read from its start',
    );
    await seekToStart(group, partition);
  }
  return all;
};

export const topicMissing = (topics: readonly string[]): GatewayError =>
  new GatewayError(
    'topic-missing',
    `Kafka has no topic ${topics.map((topic) => `"${topic}"`).join(', ')}. ` +
      'Expected all topics of the route to exist: create them (Sluice never does), or correct the names in the route.',
    { retryable: true },
  );

const openPartition = (
  assigned: ConsumedPartition['assigned'],
  commit: PartitionOffset | undefined,
): { readonly partition: ConsumedPartition; readonly isForeign: boolean } => {
  if (commit === undefined)
    return { partition: new ConsumedPartition(assigned, undefined, undefined), isForeign: false };
  const metadata = decodeCommitMetadata(commit.metadata);
  if (metadata !== undefined && metadata.streamId !== assigned.stream.id) {
    return { partition: new ConsumedPartition(assigned, undefined, undefined), isForeign: true };
  }
  return { partition: new ConsumedPartition(assigned, BigInt(commit.offset), metadata?.epoch), isForeign: false };
};

/** Committed offsets by topic and partition; the broker's -1 for "never committed" counts as no commit. */
const committedOffsets = async (group: ConsumerGroup): Promise<ReadonlyMap<string, PartitionOffset>> => {
  const topics = group
    .assigned()
    .map(({ topic, partitions }) => ({ topic, partitions: partitions.map((partition) => ({ partition })) }));
  if (topics.length === 0) return new Map();
  const coordinator = await group.offsetManager.getCoordinator();
  const { responses } = await coordinator.offsetFetch({ groupId: group.groupId, topics });
  return new Map(
    responses.flatMap(({ topic, partitions }) =>
      partitions
        .filter(({ offset }) => BigInt(offset) >= 0n)
        .map((commit) => [`${topic}/${commit.partition}`, commit] as const),
    ),
  );
};

/** Moves the position in memory only: the group's committed offset changes with the first commit for the new stream. */
const seekToStart = async (
  group: ConsumerGroup,
  { assigned: { stream, partition } }: ConsumedPartition,
): Promise<void> => {
  const { topic } = stream;
  const [starts] = await group.cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning: true }]);
  const offset = starts?.partitions.find((start) => start.partition === partition)?.offset;
  if (offset !== undefined) group.seek({ topic, partition, offset });
};
