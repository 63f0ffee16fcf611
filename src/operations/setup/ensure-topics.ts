import type { ResolvedConfig } from '../../config/gateway/resolved';
import type { Log } from '../../log';
import { publishedTopics } from './published-topics';
import { createTopics } from '../../kafka/create-topics';
import { withKafkaAdmin } from '../../kafka/kafka-admin';

/**
 * Makes the topics of all routes, those they publish to and that of the ledger, where they do not exist; returns their names. For development only: a gateway itself makes
 * no topics, since their partitions and retention are decisions of their owner.
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
