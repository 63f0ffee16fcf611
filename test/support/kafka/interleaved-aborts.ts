import { runJava } from '../../../harness/java';
import type { KafkaTopic } from '../../../harness/kafka-topic';

/**
 * Writes to partition 0 what unpatched kafkajs misreads: interleaved aborted transactions of two producers, the later
 * starter's marker first; and records with the key 00 00 00 00, aborted and committed. Returns the committed values in
 * offset order; nothing else may ever be delivered.
 */
export const interleavedAborts = async (topic: Pick<KafkaTopic, 'brokers' | 'name'>): Promise<readonly string[]> => {
  const output = await runJava('InterleavedAborts', [topic.brokers, topic.name]);
  return JSON.parse(output) as readonly string[];
};
