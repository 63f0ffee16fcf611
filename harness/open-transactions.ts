import { runJava } from './java';
import type { KafkaTopic } from './kafka-topic';

/** Producers that have a transaction open in the topic, by what the brokers say. */
export const openTransactions = async (topic: Pick<KafkaTopic, 'brokers' | 'name'>): Promise<number> =>
  Number(await runJava('OpenTransactions', [topic.brokers, topic.name]));
