import { eventually } from '../harness/eventually';
import type { KafkaTopic } from '../harness/kafka-topic';
import { withTopic } from '../harness/with-topic';

const PARTITIONS = 4;

/** Gives `body` a topic of its own. It waits until the broker, which may be busy, hosts all partitions. */
export const withBenchTopic = <T>(brokers: string, body: (topic: KafkaTopic) => Promise<T>): Promise<T> =>
  withTopic({ brokers, partitions: PARTITIONS, prefix: 'bench' }, async (topic) => {
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      await eventually(() => topic.deleteRecords(partition, 0n));
    return body(topic);
  });
