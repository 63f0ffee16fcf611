import { randomUUID } from 'node:crypto';
import { type Admin, ConfigResourceTypes, type IHeaders, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { createTopics } from '../src/kafka/client/create-topics';
import { engineAddress } from './engine-address';
import { eventually } from './eventually';

// A producer sees new partitions after this time.
const METADATA_MS = 500;

export interface TopicOptions {
  /** Default: `prefix` and a unique ending. */
  readonly name?: string;
  /** Default 1. */
  readonly partitions?: number;
  /** Start of the name, for whoever reads a failing test. Default "test". */
  readonly prefix?: string;
  /** Default: the Kafka that the run shares. */
  readonly brokers?: string;
  readonly config?: Readonly<Record<string, string>>;
}

export interface TopicRecord {
  /** Default: by key. */
  readonly partition?: number;
  readonly key?: string | Buffer | null;
  readonly value: string | Buffer | null;
  /** A list repeats the header. kafkajs cannot write a null header: `produceByJava` can. */
  readonly headers?: IHeaders;
  /** Milliseconds since the Unix epoch. Default: now. */
  readonly timestamp?: number;
}

/** A topic with a unique name, and what tests do to it. `delete` it at the end. */
export class KafkaTopic {
  private constructor(
    readonly name: string,
    readonly brokers: string,
    private readonly options: TopicOptions,
    private readonly admin: Admin,
    private readonly producer: Producer,
  ) {}

  static async create(options: TopicOptions = {}): Promise<KafkaTopic> {
    const brokers = options.brokers ?? engineAddress('kafka');
    const kafka = new Kafka({ clientId: 'sluice-test', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    const producer = kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      metadataMaxAge: METADATA_MS,
      allowAutoTopicCreation: false,
      // Otherwise, while one new partition has no leader yet, kafkajs resends the request and writes the others twice.
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await Promise.all([admin.connect(), producer.connect()]);
    const topic = new KafkaTopic(
      options.name ?? `${options.prefix ?? 'test'}-${randomUUID()}`,
      brokers,
      options,
      admin,
      producer,
    );
    await topic.#make();
    return topic;
  }

  /** Writes the records in one request, in the given order per partition. */
  async produce(records: readonly TopicRecord[]): Promise<void> {
    const messages = records.map(({ partition, key, value, headers, timestamp }) => ({
      key: key ?? null,
      value,
      ...(partition === undefined ? {} : { partition }),
      ...(headers === undefined ? {} : { headers }),
      ...(timestamp === undefined ? {} : { timestamp: timestamp.toString() }),
    }));
    await this.producer.send({ topic: this.name, messages, acks: -1 });
  }

  /** The next offset to be written, by partition. */
  async endOffsets(): Promise<readonly bigint[]> {
    const offsets = await this.admin.fetchTopicOffsets(this.name);
    return [...offsets].sort((a, b) => a.partition - b.partition).map(({ high }) => BigInt(high));
  }

  /** A group's committed offset by partition; -1n if there is none. */
  async committedOffsets(groupId: string): Promise<readonly bigint[]> {
    const [topic] = await this.admin.fetchOffsets({ groupId, topics: [this.name] });
    const partitions = [...(topic?.partitions ?? [])];
    return partitions.sort((a, b) => a.partition - b.partition).map(({ offset }) => BigInt(offset));
  }

  /** Deletes the partition's records below `before`, as retention would. */
  async deleteRecords(partition: number, before: bigint): Promise<void> {
    await this.admin.fetchTopicOffsets(this.name); // otherwise kafkajs has no metadata of the topic and finds no leader
    await this.admin.deleteTopicRecords({ topic: this.name, partitions: [{ partition, offset: before.toString() }] });
  }

  /** Sets the given options of the topic and resets all others to their defaults. */
  async configure(config: Readonly<Record<string, string>>): Promise<void> {
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    const resource = { type: ConfigResourceTypes.TOPIC, name: this.name, configEntries };
    await this.admin.alterConfigs({ validateOnly: false, resources: [resource] });
  }

  /** `count` is the new total. */
  async growTo(count: number): Promise<void> {
    await this.admin.createPartitions({ topicPartitions: [{ topic: this.name, count }] });
    await eventually(async () => {
      if ((await this.endOffsets()).length !== count)
        throw new Error(`${this.name} has not ${count.toString()} partitions yet`);
    });
  }

  /** Recreates the topic under the same name: with a new topic id and offsets from 0. */
  async recreate(): Promise<void> {
    await this.#remove();
    await this.#make();
  }

  async delete(): Promise<void> {
    await this.#remove();
    await Promise.all([this.producer.disconnect(), this.admin.disconnect()]);
  }

  async #make(): Promise<void> {
    // Kafka looks every 5 min for what retention is to delete, and goes by the times of the records, which may be any.
    const config = { 'retention.ms': '-1', ...this.options.config };
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    const topic = {
      topic: this.name,
      numPartitions: this.options.partitions ?? 1,
      replicationFactor: 1,
      configEntries,
    };
    await createTopics(this.admin, [topic]);
  }

  async #remove(): Promise<void> {
    await this.admin.deleteTopics({ topics: [this.name] });
    await eventually(async () => {
      if ((await this.admin.listTopics()).includes(this.name)) throw new Error(`${this.name} is still there`);
    });
  }
}
