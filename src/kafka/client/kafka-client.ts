// One kafkajs client with our log, our sockets and bounded retries. It is never shared: two consumers of one group that
// were made by the same client would share its map of committed offsets.
import type { Consumer, ConsumerConfig, KafkaConfig, PartitionAssigner } from 'kafkajs';
import type { Log } from '../../log';
import { Kafka, logLevel, PartitionAssigners } from './kafkajs';
import type { Cluster, GroupHooks } from './kafkajs-internals';
import { kafkajsLog } from './kafkajs-log';
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
