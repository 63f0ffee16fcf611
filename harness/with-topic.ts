import { KafkaTopic, type TopicOptions } from './kafka-topic';

/** A topic of its own for `body`, deleted afterwards. */
export const withTopic = async <T>(options: TopicOptions, body: (topic: KafkaTopic) => Promise<T>): Promise<T> => {
  const topic = await KafkaTopic.create(options);
  try {
    return await body(topic);
  } finally {
    await topic.delete();
  }
};
