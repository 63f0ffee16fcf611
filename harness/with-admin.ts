import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { KafkaTopic } from '../../../harness/kafka-topic';

/** For what KafkaTopic does not do. */
export const withAdmin = async <T>(
  { brokers }: Pick<KafkaTopic, 'brokers'>,
  body: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await body(admin);
  } finally {
    await admin.disconnect();
  }
};
