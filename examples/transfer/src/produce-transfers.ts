import { Partitioners, type Kafka } from 'kafkajs';
import type { PlannedRecord } from './transfer-plan';

export const TRANSFERS_TOPIC = 'transfers';

export interface ProduceOptions {
  /** @default 'transfers' */
  readonly topic?: string;
  /** Records in one request. @default 200 */
  readonly batch?: number;
}

/**
 * Appends the records in the order given. The producer is idempotent and has one request in flight, else a retry could
 * put two records of one account in the wrong order before the gateway ever sees them.
 */
export const produceTransfers = async (
  kafka: Kafka,
  records: readonly PlannedRecord[],
  { topic = TRANSFERS_TOPIC, batch = 200 }: ProduceOptions = {},
): Promise<void> => {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    for (let first = 0; first < records.length; first += batch) {
      const messages = records
        .slice(first, first + batch)
        .map(({ key, value }) => ({ key, value: JSON.stringify(value) }));
      await producer.send({ topic, acks: -1, messages });
    }
  } finally {
    await producer.disconnect();
  }
};
