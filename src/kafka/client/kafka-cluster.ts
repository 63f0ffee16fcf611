import type { KafkaConfig } from 'kafkajs';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import { createKafkaClient } from './kafka-client';
import type { Cluster } from './kafkajs-internals';
import { endsWithin } from '../../async/ends-within';

const CLOSE_MS = 2_000;

/**
 * A connection for requests that kafkajs' admin does not have, for `work`. No member of any group.
 * @throws GatewayError `kafka-unreachable`; else what `work` throws.
 */
export const withKafkaCluster = async <T>(
  kafka: KafkaConfig,
  log: Log,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> => {
  const client = createKafkaClient(kafka, log, { groupId: 'sluice-operator' });
  try {
    await client.cluster.connect().catch((error: unknown) => {
      const message = `Kafka did not answer: ${errorText(error)}. Check KAFKA_BROKERS and that the brokers are up.`;
      throw new GatewayError('kafka-unreachable', message, { cause: error, retryable: true });
    });
    return await work(client.cluster);
  } finally {
    await endsWithin(client.cluster.disconnect(), CLOSE_MS);
    client.sockets.destroy();
  }
};
