// Writes batches of records to the leaders of their partitions, once each, and checks that the answer names every
// partition. It repeats nothing: the caller must find out what an error leaves in doubt.
import type { KafkaConfig } from 'kafkajs';
import { createKafkaClient, type KafkaClient } from '../kafka/client/kafka-client';
import { endsWithin } from '../async/ends-within';
import { errorText } from '../errors';
import type { Log } from '../log';
import type { ProducerIdentity, ProducingBroker, ProducingCluster, WrittenMessage } from './kafka-producer-internals';
import { ProduceRefused, refusedKind } from './produce-refused';

const CLOSE_MS = 2_000;
const PRODUCE_TIMEOUT_MS = 10_000;
/** Kafka's code for acknowledgement by all in-sync replicas. */
const ALL_IN_SYNC = -1;
const silent = (): void => undefined;
const SILENT: Log = { debug: silent, info: silent, warn: silent, error: silent };

export interface WriteBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly WrittenMessage[];
}

/** The partitions of a topic, or why nothing can be written to it now. */
export type TopicPartitions =
  { readonly kind: 'writable'; readonly count: number } | { readonly kind: 'refused'; readonly why: string };

/** The identity under which a batch is written, and its first record's sequence number; none if it does not matter. */
export interface WriteIdentity extends ProducerIdentity {
  readonly transactionalId: string;
  firstSequence(batch: WriteBatch): number;
}

export class ProduceConnection {
  private readonly topics = new Map<string, TopicPartitions>();
  private refreshedAt = performance.now();

  private constructor(
    private readonly client: KafkaClient,
    private readonly metadataMaxAgeMs: number,
  ) {}

  /** @throws errors of kafkajs while Kafka cannot be reached. */
  static async open(kafka: KafkaConfig, metadataMaxAgeMs: number): Promise<ProduceConnection> {
    // The client never joins the group; it is needed only for its cluster.
    const client = createKafkaClient(kafka, SILENT, { groupId: 'sluice-outbox' });
    try {
      await client.cluster.connect();
    } catch (error) {
      client.sockets.destroy();
      throw error;
    }
    return new ProduceConnection(client, metadataMaxAgeMs);
  }

  get cluster(): ProducingCluster {
    return this.client.cluster as ProducingCluster;
  }

  async partitionsOf(names: Iterable<string>): Promise<ReadonlyMap<string, TopicPartitions>> {
    if (performance.now() - this.refreshedAt > this.metadataMaxAgeMs) {
      this.topics.clear();
      await this.cluster.refreshMetadata();
      this.refreshedAt = performance.now();
    }
    const found = new Map<string, TopicPartitions>();
    for (const name of names) found.set(name, this.topics.get(name) ?? (await this.look(name)));
    return found;
  }

  private async look(topic: string): Promise<TopicPartitions> {
    try {
      await this.cluster.addMultipleTargetTopics([topic]);
    } catch (error) {
      if (refusedKind(error) === 'topic') return { kind: 'refused', why: errorText(error) };
      throw error;
    }
    const count = this.cluster.findTopicPartitionMetadata(topic).length;
    if (count === 0) return { kind: 'refused', why: 'The topic has no partitions.' };
    const writable: TopicPartitions = { kind: 'writable', count };
    this.topics.set(topic, writable);
    return writable;
  }

  /**
   * Writes the batches, at most one for each partition.
   * @throws ProduceRefused when Kafka will not take one of them; any other error leaves in doubt what was written.
   */
  async write(batches: readonly WriteBatch[], identity?: WriteIdentity): Promise<void> {
    const byLeader = new Map<number, WriteBatch[]>();
    for (const batch of batches) {
      const leader = this.leaderOf(batch);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), batch]);
    }
    const writes = Array.from(byLeader, async ([leader, some]) =>
      this.writeTo(await this.cluster.findBroker({ nodeId: String(leader) }), some, identity),
    );
    // All writes must end before the transaction does.
    const failed = (await Promise.allSettled(writes)).find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private leaderOf({ topic, partition }: WriteBatch): number {
    const metadata = this.cluster.findTopicPartitionMetadata(topic);
    const leader = metadata.find(({ partitionId }) => partitionId === partition)?.leader;
    // Kafka gives -1 as the leader if there is none.
    if (leader === undefined || leader < 0) throw new Error(`${topic}[${partition}] has no leader at the moment.`);
    return leader;
  }

  private async writeTo(
    broker: ProducingBroker,
    batches: readonly WriteBatch[],
    identity: WriteIdentity | undefined,
  ): Promise<void> {
    const topicData = batches.map((batch) => {
      const { topic, partition, messages } = batch;
      return { topic, partitions: [{ partition, firstSequence: identity?.firstSequence(batch) ?? 0, messages }] };
    });
    let answer;
    try {
      answer = await broker.produce({
        acks: ALL_IN_SYNC,
        timeout: PRODUCE_TIMEOUT_MS,
        topicData: merged(topicData),
        ...who(identity),
      });
    } catch (error) {
      const kind = refusedKind(error);
      throw kind === undefined ? error : new ProduceRefused(kind, batches, error);
    }
    const written = new Set(
      answer.topics.flatMap(({ topicName, partitions }) =>
        partitions.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => `${topicName} ${partition}`),
      ),
    );
    const missing = batches.find(({ topic, partition }) => !written.has(`${topic} ${partition}`));
    if (missing !== undefined) {
      throw new Error(`Kafka's answer does not confirm ${missing.topic}[${missing.partition}].`);
    }
  }

  async close(): Promise<void> {
    await endsWithin(this.client.cluster.disconnect(), CLOSE_MS);
    this.client.sockets.destroy();
  }
}

type TopicData = Parameters<ProducingBroker['produce']>[0]['topicData'];

/** Merges the data so that each topic comes once, as a list of partitions, which is what the protocol takes. */
const merged = (topicData: TopicData): TopicData => {
  const byTopic = new Map<string, TopicData[number]['partitions']>();
  for (const { topic, partitions } of topicData) byTopic.set(topic, [...(byTopic.get(topic) ?? []), ...partitions]);
  return Array.from(byTopic, ([topic, partitions]) => ({ topic, partitions }));
};

const who = (identity: WriteIdentity | undefined): Partial<WriteIdentity> =>
  identity === undefined
    ? {}
    : {
        transactionalId: identity.transactionalId,
        producerId: identity.producerId,
        producerEpoch: identity.producerEpoch,
      };
