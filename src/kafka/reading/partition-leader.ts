import { tryAgain } from '../client/kafka-error';
import type { Broker, Cluster } from '../client/kafkajs-internals';

/**
 * The broker that leads a partition by the metadata at hand.
 * @throws KafkaJSProtocolError, retriable, while there is none.
 */
export const partitionLeader = (cluster: Cluster, topic: string, partition: number): Promise<Broker> => {
  const leader = cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)?.leader;
  if (leader === undefined || leader < 0) throw tryAgain(`${topic}[${partition}] has no leader at the moment`);
  return cluster.findBroker({ nodeId: leader.toString() });
};
