import { runJava } from '../../../harness/java';
import type { KafkaTopic } from '../../../harness/kafka-topic';

type Bytes = string | Buffer | null;

export interface JavaRecord {
  readonly partition: number;
  readonly key: Bytes;
  readonly value: Bytes;
  /** The headers are written in this order, and names may repeat. */
  readonly headers?: readonly (readonly [name: string, value: Bytes])[];
}

const base64 = (bytes: Bytes): string | null => (bytes === null ? null : Buffer.from(bytes).toString('base64'));

/** Uses Kafka's own client to produce what kafkajs cannot write: null headers, names repeated out of order. */
export const produceByJava = async (
  topic: Pick<KafkaTopic, 'brokers' | 'name'>,
  records: readonly JavaRecord[],
): Promise<void> => {
  const lines = records.map(({ partition, key, value, headers = [] }) =>
    JSON.stringify({
      partition,
      key: base64(key),
      value: base64(value),
      headers: headers.map(([name, content]) => [name, base64(content)]),
    }),
  );
  await runJava('Produce', [topic.brokers, topic.name], `${lines.join('\n')}\n`);
};
