import type { Kafka } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import { createTopics } from '../src/kafka/create-topics';

const PARTITIONS = 4;
const POLL_MS = 200;

const withAdmin = async <T>(kafka: Kafka, use: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
};

/** Makes the topic, or leaves the one of an earlier run as it is. */
export const ensureTopic = (kafka: Kafka, topic: string): Promise<boolean> =>
  withAdmin(kafka, (admin) => createTopics(admin, [{ topic, numPartitions: PARTITIONS, replicationFactor: 1 }]));

/** Resolves when the gateway has joined this consumer group and has its partitions. */
export const gatewayConsumes = (kafka: Kafka, groupId: string, signal: AbortSignal): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    for (;;) {
      const { groups } = await admin.describeGroups([groupId]);
      const group = groups[0];
      if (group?.state === 'Stable' && group.members.length > 0) return;
      await wait(POLL_MS, undefined, { signal });
    }
  });
