// Finds out, right after a join and before the first fetch, which streams the member reads, where the group stands in
// them, and whether that position still belongs to the same log.
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { Stream } from '../../model/contract/record';
import { assertNotTruncated } from './assert-not-truncated';
import { decodeCommitMetadata } from '../protocol/commit-metadata';
import { ConsumedPartition } from './consumed-partition';
import type { ConsumerGroup, PartitionOffset } from '../kafkajs-internals';

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
  const setByOthers: ConsumedPartition[] = [];
  for (const { topic, partitions } of group.assigned()) {
    const stream = identities.get(topic);
    if (stream === undefined) throw topicMissing([topic]);
    for (const partition of partitions) {
      const commit = committed.get(`${topic}/${partition}`);
      const opened = openPartition({ stream, partition, assignmentEpoch }, commit);
      all.push(opened.partition);
      if (opened.isForeign) foreign.push(opened.partition);
      if (opened.isSetByOthers) setByOthers.push(opened.partition);
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
  for (const partition of setByOthers) await warnOfSkipped(group, partition, log);
  return all;
};

export const topicMissing = (topics: readonly string[]): GatewayError =>
  new GatewayError(
    'topic-missing',
    `Kafka has no topic ${topics.map((topic) => `"${topic}"`).join(', ')}. ` +
      'Expected all topics of the route to exist: create them (Sluice never does), or correct the names in the route.',
    { retryable: true },
  );

interface OpenedPartition {
  readonly partition: ConsumedPartition;
  /** The commit is for another stream. */
  readonly isForeign: boolean;
  /** The commit is not from Sluice. */
  readonly isSetByOthers: boolean;
}

const openPartition = (
  assigned: ConsumedPartition['assigned'],
  commit: PartitionOffset | undefined,
): OpenedPartition => {
  const unread = new ConsumedPartition(assigned, undefined, undefined);
  if (commit === undefined) return { partition: unread, isForeign: false, isSetByOthers: false };
  const metadata = decodeCommitMetadata(commit.metadata);
  if (metadata !== undefined && metadata.streamId !== assigned.stream.id) {
    return { partition: unread, isForeign: true, isSetByOthers: false };
  }
  const partition = new ConsumedPartition(assigned, BigInt(commit.offset), metadata?.epoch);
  return { partition, isForeign: false, isSetByOthers: metadata === undefined };
};

/** Another application may have used the group before: what it has read would be passed over in silence. */
const warnOfSkipped = async (
  group: ConsumerGroup,
  { assigned: { stream, partition }, committed }: ConsumedPartition,
  log: Log,
): Promise<void> => {
  const { topic } = stream;
  const start = BigInt((await startOf(group, topic, partition)) ?? 0);
  if (committed === undefined || start >= committed) return;
  log.warn(
    { topic, partition, groupId: group.groupId, offset: committed.toString(), earliest: start.toString() },
    `The committed offset was set by another client, and reading begins there: the offsets from ${start} to ${committed - 1n} are ` +
      'left out. If the route should handle them too, run `sluice replay ROUTE --from earliest`, or give it a group of its own (`groupId`)',
  );
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
  const offset = await startOf(group, topic, partition);
  if (offset !== undefined) group.seek({ topic, partition, offset });
};

const startOf = async (group: ConsumerGroup, topic: string, partition: number): Promise<string | undefined> => {
  const [starts] = await group.cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning: true }]);
  return starts?.partitions.find((start) => start.partition === partition)?.offset;
};
