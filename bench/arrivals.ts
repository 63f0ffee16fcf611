import { Kafka, logLevel } from 'kafkajs';
import type { KafkaTopic } from '../harness/kafka-topic';
import { uniqueName } from '../harness/unique-name';

/** A record that a `read_committed` reader has been given. */
export interface Arrival {
  readonly body: Buffer;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
}

/** Notes when records on `topic` are committed while `body` runs. It only tells the time; the Java reader judges. */
export const withArrivals = async <T>(
  topic: KafkaTopic,
  body: (arrivals: readonly Arrival[]) => Promise<T>,
): Promise<T> => {
  const groupId = uniqueName('bench-reader');
  const kafka = new Kafka({ clientId: groupId, brokers: topic.brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50 });
  const arrivals: Arrival[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic.name], fromBeginning: true });
    await consumer.run({
      eachBatch: ({ batch: { messages } }) => {
        const startedAt = Date.now();
        for (const { value } of messages) arrivals.push({ body: value ?? Buffer.alloc(0), startedAt });
        return Promise.resolve();
      },
    });
    return await body(arrivals);
  } finally {
    await consumer.disconnect();
  }
};
