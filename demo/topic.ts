import { setTimeout as wait } from 'node:timers/promises';
import { withAdmin } from '../harness/with-admin';
import { createTopics } from '../src/kafka/client/create-topics';

const PARTITIONS = 4;
const POLL_MS = 200;

/** Makes the topic, or leaves the one of an earlier run as it is. */
export const ensureTopic = (brokers: string, topic: string): Promise<boolean> =>
  withAdmin({ brokers }, (admin) => createTopics(admin, [{ topic, numPartitions: PARTITIONS, replicationFactor: 1 }]));

/** Resolves when the gateway has joined this consumer group and has its partitions. */
export const gatewayConsumes = (brokers: string, groupId: string, signal: AbortSignal): Promise<void> =>
  withAdmin({ brokers }, async (admin) => {
    for (;;) {
      const { groups } = await admin.describeGroups([groupId]);
      const group = groups[0];
      if (group?.state === 'Stable' && group.members.length > 0) return;
      await wait(POLL_MS, undefined, { signal });
    }
  });
