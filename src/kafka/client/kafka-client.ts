// One kafkajs client with our log, our sockets and bounded retries. It is never shared: two consumers of one group that
// were made by the same client would share its map of committed offsets.
import type { Consumer, ConsumerConfig, KafkaConfig, PartitionAssigner } from 'kafkajs';
import { endsWithin } from '../../async/ends-within';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import { Kafka, kafkajsLog, logLevel, PartitionAssigners } from './kafkajs';
import type { Cluster, GroupHooks } from './kafkajs-internals';
import { TrackedSockets } from './tracked-sockets';

export interface KafkaClient {
  readonly consumer: Consumer;
  /** kafkajs hands it to partition assigners; it can send any request. */
  readonly cluster: Cluster;
  readonly sockets: TrackedSockets;
}

// Short, so that a client that is given up is soon quiet; whoever uses it starts anew, without end.
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 } as const;
const CONNECTION_TIMEOUT_MS = 5_000;
const CLOSE_MS = 2_000;

export const createKafkaClient = (
  kafka: KafkaConfig,
  log: Log,
  options: ConsumerConfig,
  hooks?: GroupHooks,
): KafkaClient => {
  const sockets = new TrackedSockets(kafka.socketFactory);
  const client = new Kafka({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    ...kafka,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: kafkajsLog(log),
    socketFactory: sockets.create,
  });
  let cluster: Cluster | undefined;
  const assigner: PartitionAssigner = (config) => {
    cluster = config.cluster as unknown as Cluster;
    return { ...PartitionAssigners.roundRobin(config), hooks };
  };
  const consumer = client.consumer({
    ...options,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    partitionAssigners: [assigner],
    retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
  });
  if (cluster === undefined) throw new Error('kafkajs made no partition assigner');
  return { consumer, cluster, sockets };
};

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
