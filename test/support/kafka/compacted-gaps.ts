import { runJava } from '../../../harness/java';
import type { KafkaTopic } from '../../../harness/kafka-topic';

/** Options of a topic whose gaps appear within a second or two of its next segment. */
export const COMPACTED = {
  'cleanup.policy': 'compact',
  'min.cleanable.dirty.ratio': '0.001',
  'min.compaction.lag.ms': '0',
  'max.compaction.lag.ms': '100',
  'segment.ms': '100',
  'delete.retention.ms': '0',
} as const;

/**
 * Writes to partition 0 of a topic created with COMPACTED, waits until the cleaner has run, and returns the remaining
 * offsets: with gaps at the start, in the middle and next to each other.
 */
export const compactedGaps = async (topic: Pick<KafkaTopic, 'brokers' | 'name'>): Promise<readonly bigint[]> => {
  const output = await runJava('CompactedGaps', [topic.brokers, topic.name]);
  return (JSON.parse(output) as readonly string[]).map(BigInt);
};
