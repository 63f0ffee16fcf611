// Decides what to do about a failed fetch where kafkajs would lose records or get stuck.
import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError } from '../../errors';
import type { ConsumedPartition } from './consumed-partition';
import type { ConsumerGroup } from '../kafkajs-internals';

const STALE_METADATA: ReadonlySet<unknown> = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSStaleTopicMetadataAssignment',
]);

/** While partitions move, the metadata may lag briefly; an immediate rejoin would see it unchanged. */
const PAUSE_MS = 250;

/** The topics changed or moved. kafkajs would then rejoin in the middle of fetching, with handlers still running. */
export const isStaleMetadata = (error: unknown): boolean => {
  const { name, type } = error as { readonly name?: unknown; readonly type?: unknown };
  return STALE_METADATA.has(name) || STALE_METADATA.has(type);
};

export const refreshMetadata = async (group: ConsumerGroup): Promise<void> => {
  await delay(PAUSE_MS);
  await group.cluster.refreshMetadata();
};

/**
 * If a partition has no committed offset and was not read yet, retention has removed its first records between finding
 * its start and fetching from it: it restarts at the current start, without an error. Any other case needs an operator.
 */
export const outOfRange = async (
  group: ConsumerGroup,
  consumed: ConsumedPartition,
): Promise<GatewayError | undefined> => {
  const { topic } = consumed.assigned.stream;
  const { partition } = consumed.assigned;
  if (consumed.committed === undefined && !consumed.isRead) {
    group.offsetManager.clearOffsets({ topic, partition });
    return undefined;
  }
  const position = group.offsetManager.nextOffset(topic, partition).toString();
  const ask = { topic, partitions: [{ partition }] };
  const [starts] = await group.cluster.fetchTopicsOffset([{ ...ask, fromBeginning: true }]);
  const [ends] = await group.cluster.fetchTopicsOffset([{ ...ask, fromBeginning: false }]);
  const low = starts?.partitions[0]?.offset ?? 'unknown';
  const high = ends?.partitions[0]?.offset ?? 'unknown';
  return new GatewayError(
    'offset-out-of-range',
    `Offset ${position} of ${consumed.name} is out of range: the log holds offsets ${low} to ${high} (next to be written), and group ` +
      `"${group.groupId}" has committed ${consumed.committed?.toString() ?? 'nothing'}. Records in between were deleted before they were ` +
      'consumed, or the log was truncated. The committed offset is left alone. Decide what the gap means. Then, ' +
      `while the group has no member (\`sluice pause\` if others still read), set the offset: kafka-consumer-groups --bootstrap-server HOST:PORT --group ${group.groupId} --topic ${topic}:${partition} --reset-offsets --to-earliest --execute`,
  );
};
