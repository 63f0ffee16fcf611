import { createKafkaClient } from '../../../src/kafka/client/kafka-client';
import type { Broker } from '../../../src/kafka/kafkajs-internals';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { eventually } from '../../../harness/eventually';
import { RecordingLog } from './recording-log';

interface Coordinating {
  findGroupCoordinator(group: { readonly groupId: string }): Promise<Broker>;
}

/** Sets the offset of partition 0 of a group without members, with any metadata, as Kafka's tools do. */
export const setOffset = async (
  topic: Pick<KafkaTopic, 'name' | 'brokers'>,
  groupId: string,
  offset: bigint,
  metadata: string | null,
): Promise<void> => {
  const { cluster } = createKafkaClient({ brokers: topic.brokers.split(',') }, new RecordingLog(), { groupId });
  await cluster.connect();
  try {
    await cluster.refreshMetadata();
    // A Kafka that has just started is still loading its groups.
    await eventually(async () => {
      const coordinator = await (cluster as unknown as Coordinating).findGroupCoordinator({ groupId });
      await coordinator.offsetCommit({
        groupId,
        groupGenerationId: -1,
        memberId: '',
        topics: [{ topic: topic.name, partitions: [{ partition: 0, offset: offset.toString(), metadata }] }],
      });
    });
  } finally {
    await cluster.disconnect();
  }
};
