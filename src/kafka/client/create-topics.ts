import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';
import { isTopicNotReady } from './kafka-error';

const LEADERS_MS = 30_000;
const POLL_MS = 100;

/**
 * Creates topics and resolves when each partition has a leader; resolves with false if all of them existed already.
 *
 * kafkajs' own `waitForLeaders` gives up if the answering broker does not know the new topic yet, and a busy one takes
 * its time to learn of it.
 * @throws Error of kafkajs, or after 30 s without leaders.
 */
export const createTopics = async (admin: Admin, topics: readonly ITopicConfig[]): Promise<boolean> => {
  const made = await admin.createTopics({ topics: [...topics], waitForLeaders: false });
  const names = topics.map(({ topic }) => topic);
  const deadline = Date.now() + LEADERS_MS;
  while (!(await haveLeaders(admin, names))) {
    if (Date.now() > deadline)
      throw new Error(`The topics ${names.join(', ')} have no leaders after ${LEADERS_MS} ms.`);
    await delay(POLL_MS);
  }
  return made;
};

const haveLeaders = async (admin: Admin, names: string[]): Promise<boolean> => {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: names });
    return topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0));
  } catch (error) {
    if (isTopicNotReady(error)) return false;
    throw error;
  }
};
