// Creates a kafkajs client with our log, our sockets and bounded retries. A client is never shared: two consumers of
// one group on the same client would share its map of committed offsets.
import type { Consumer, ConsumerConfig, KafkaConfig, PartitionAssigner } from 'kafkajs';
import { endsWithin } from '../../async/ends-within';
import type { Log } from '../../log';
import { Kafka, kafkajsLog, logLevel, PartitionAssigners } from './kafkajs';
import type { Cluster, GroupHooks } from '../kafkajs-internals';
import { kafkaUnreachable } from './kafka-unreachable';
import { TrackedSockets } from './tracked-sockets';

export interface KafkaClient {
  readonly consumer: Consumer;
  /** kafkajs passes it to partition assigners; it can send any request. */
  readonly cluster: Cluster;
  readonly sockets: TrackedSockets;
}

// Retries are few, so that an abandoned client soon falls silent; its user starts a new one, without end.
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
 * Opens a connection for requests that kafkajs' admin lacks and passes it to `work`. It joins no group.
 * @throws GatewayError `kafka-unreachable`; otherwise whatever `work` throws.
 */
export const withKafkaCluster = async <T>(
  kafka: KafkaConfig,
  log: Log,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> => {
  const client = createKafkaClient(kafka, log, { groupId: 'sluice-operator' });
  try {
    await client.cluster.connect().catch(async (error: unknown) => {
      throw await kafkaUnreachable(kafka, error);
    });
    return await work(client.cluster);
  } finally {
    await endsWithin(client.cluster.disconnect(), CLOSE_MS);
    client.sockets.destroy();
  }
};
