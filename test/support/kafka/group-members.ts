import { Kafka, logLevel } from 'kafkajs';
import { engineAddress } from '../../../harness/engine-address';

/** Returns the ids of the members that the broker currently sees in a consumer group. */
export const groupMembers = async (groupId: string, brokers = engineAddress('kafka')): Promise<readonly string[]> => {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { groups } = await admin.describeGroups([groupId]);
    return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
  } finally {
    await admin.disconnect();
  }
};
