import type { ICustomPartitioner, KafkaConfig, Message, Producer, ProducerConfig } from 'kafkajs';
import { Kafka, kafkajsLog, logLevel } from '../client/kafkajs';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import { defined } from '../../model/defined';

export interface CheckedProducerOptions extends Pick<ProducerConfig, 'idempotent' | 'retry'> {
  readonly kafka: KafkaConfig;
  readonly log: Log;
  readonly partitioner: ICustomPartitioner;
  /** Names what is written, for error messages: `the dead letter`. */
  readonly what: string;
}

/**
 * Writes to existing topics and connects on first use. kafkajs 2.2.4 resolves without an answer when a leader moves at
 * the wrong moment, and then nothing was written: every partition that got a message must confirm it.
 */
export class CheckedProducer {
  private producer: Promise<Producer> | undefined;
  private readonly places = new WeakMap<Message, number>();

  constructor(private readonly options: CheckedProducerOptions) {}

  /** @throws if Kafka or the topic is absent, or a partition does not confirm. Part may have been written then. */
  async send(topic: string, messages: Message[]): Promise<void> {
    const producer = await (this.producer ??= this.connect());
    const answers = await producer.send({ topic, acks: -1, messages });
    const confirmed = new Set(answers.flatMap(({ partition, errorCode }) => (errorCode === 0 ? [partition] : [])));
    const isConfirmed = (partition: number | undefined): boolean => partition !== undefined && confirmed.has(partition);
    if (messages.every((message) => isConfirmed(this.places.get(message)))) return;
    throw new GatewayError('kafka-unreachable', `Kafka did not confirm ${this.options.what}.`, { retryable: true });
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await (await producer)?.disconnect();
  }

  private async connect(): Promise<Producer> {
    const { kafka, log, idempotent, retry } = this.options;
    const client = new Kafka({ ...kafka, logLevel: logLevel.INFO, logCreator: kafkajsLog(log) });
    const producer = client.producer({
      allowAutoTopicCreation: false,
      ...defined({ idempotent, retry }),
      createPartitioner: this.partitioner,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.producer = undefined;
      throw error;
    }
  }

  /** Notes the chosen partitions; if kafkajs retries, the last attempt counts. */
  private readonly partitioner: ICustomPartitioner = () => {
    const partitionOf = this.options.partitioner();
    return (args) => {
      const partition = partitionOf(args);
      this.places.set(args.message, partition);
      return partition;
    };
  };
}
