import { runJava } from '../../../harness/java';
import type { KafkaTopic } from '../../../harness/kafka-topic';

/** For a topic whose gaps come within a second or two of its next segment. */
export const COMPACTED = {
  'cleanup.policy': 'compact',
  'min.cleanable.dirty.ratio': '0.001',
  'min.compaction.lag.ms': '0',
  'max.compaction.lag.ms': '100',
  'segment.ms': '100',
  'delete.retention.ms': '0',
} as const;

/**
 * Writes into partition 0 of a topic made with COMPACTED, waits until the cleaner has been there, and returns the
 * offsets that are left: with gaps at the start, in the middle and next to each other.
 */
export const compactedGaps = async (topic: Pick<KafkaTopic, 'brokers' | 'name'>): Promise<readonly bigint[]> => {
  const output = await runJava('CompactedGaps', [topic.brokers, topic.name]);
  return (JSON.parse(output) as readonly string[]).map(BigInt);
};
