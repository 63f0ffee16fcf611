import { KafkaTopic, type TopicOptions } from './kafka-topic';

/** Gives `body` a topic of its own and deletes it afterwards. */
export const withTopic = async <T>(options: TopicOptions, body: (topic: KafkaTopic) => Promise<T>): Promise<T> => {
  const topic = await KafkaTopic.create(options);
  try {
    return await body(topic);
  } finally {
    await topic.delete();
  }
};
