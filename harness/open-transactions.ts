import { runJava } from './java';
import type { KafkaTopic } from './kafka-topic';

/** Producers that have an open transaction in the topic, according to the brokers. */
export const openTransactions = async (topic: Pick<KafkaTopic, 'brokers' | 'name'>): Promise<number> =>
  Number(await runJava('OpenTransactions', [topic.brokers, topic.name]));
