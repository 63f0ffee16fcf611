// The topics of a gateway: those it publishes to, their settings, and their creation for development.
import { ConfigResourceTypes, type Admin } from 'kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Log } from '../../log';
import { createTopics } from '../../kafka/client/create-topics';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';

/** Topics that the config says are published to. Handlers may publish to others. */
export const publishedTopics = ({ routes, agents, outbox }: ResolvedConfig): readonly string[] =>
  Array.from(
    new Set([
      ...routes.flatMap(({ publish }) => publish?.to ?? []),
      ...agents.map(({ topic }) => topic),
      ...outbox.topics.keys(),
    ]),
  );

/** Returns the settings of topics by name, as the brokers report them. */
export const topicConfigs = async (
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  if (topics.length === 0) return new Map();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
};

/**
 * Creates the missing topics of all routes, those they publish to and the ledger's; returns their names. For
 * development only: a gateway itself creates no topics, since their owner decides on partitions and retention.
 */
export const ensureTopics = (config: ResolvedConfig, partitions: number, log: Log): Promise<readonly string[]> =>
  withKafkaAdmin(config.kafka, log, async (admin) => {
    const known = new Set(await admin.listTopics());
    const ledger = config.ledgerTopic === undefined ? [] : [config.ledgerTopic];
    const wanted = new Set([...config.routes.flatMap(({ topics }) => topics), ...publishedTopics(config), ...ledger]);
    const missing = [...wanted].filter((topic) => !known.has(topic));
    if (missing.length > 0) {
      const topics = missing.map((topic) => ({ topic, numPartitions: partitions }));
      await createTopics(admin, topics);
    }
    return missing;
  });
