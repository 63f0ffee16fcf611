// Reads a topic from one position to its end, for an operator's command: it joins no consumer group, commits nothing
// and leaves nothing behind. Memory holds what one fetch brings.
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaConfig } from 'kafkajs';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { Stream } from '../../model/contract/record';
import type { SourceRecord } from '../../records/record-source';
import { createKafkaClient, type KafkaClient } from '../client/kafka-client';
import { isOffsetOutOfRange, isUnknownTopic, tryAgain } from '../client/kafka-error';
import type { FetchedMessage } from '../kafkajs-internals';
import { fetchRecords } from './fetch-records';
import { endsWithin } from '../../async/ends-within';
import { kafkaUnreachable } from '../client/kafka-unreachable';
import { sourceRecord } from '../consumer/source-batch';
import { identifyStreams } from '../client/topic-identity';

const FETCH_BYTES = 1_048_576;
const ATTEMPTS = 6;
const RETRY_MS = 250;
const CLOSE_MS = 2_000;

export interface LogReaderOptions {
  readonly kafka: KafkaConfig;
  readonly topic: string;
  readonly incarnation: string | undefined;
  readonly log: Log;
}

export class LogReader {
  private constructor(
    private readonly client: KafkaClient,
    readonly topic: string,
    readonly stream: Stream,
  ) {}

  /** @throws GatewayError `kafka-unreachable`, `topic-missing`. */
  static async open({ kafka, topic, incarnation, log }: LogReaderOptions): Promise<LogReader> {
    const client = createKafkaClient(kafka, log, { groupId: 'sluice-log-reader' });
    try {
      await client.cluster.connect();
      await client.cluster.addMultipleTargetTopics([topic]);
      const broker = await client.cluster.brokerPool.findConnectedBroker();
      const stream = (await identifyStreams(broker, [topic], incarnation)).get(topic);
      if (stream === undefined) throw missing(topic);
      return new LogReader(client, topic, stream);
    } catch (error) {
      await endsWithin(client.cluster.disconnect(), CLOSE_MS);
      client.sockets.destroy();
      if (error instanceof GatewayError) throw error;
      if (isUnknownTopic(error)) throw missing(topic);
      throw await kafkaUnreachable(kafka, error);
    }
  }

  get partitions(): readonly number[] {
    const known = this.client.cluster.findTopicPartitionMetadata(this.topic);
    return known.map(({ partitionId }) => partitionId).sort((a, b) => a - b);
  }

  /**
   * Yields the records of a partition from `from` to its current end, skipping those that retention removed.
   * @throws GatewayError `kafka-unreachable` if Kafka stops answering.
   */
  async *read(partition: number, from: bigint): AsyncGenerator<SourceRecord> {
    const end = await this.again(() => this.edge(partition, false));
    let next = from;
    while (next < end) {
      const from = next;
      const messages = await this.again(() => this.fetch(partition, from));
      for (const message of messages) {
        const offset = BigInt(message.offset);
        if (offset >= next && offset < end && !message.isControlRecord) yield sourceRecord(message);
      }
      const last = messages.at(-1);
      next = last === undefined ? await this.again(() => this.afterGap(partition, from)) : BigInt(last.offset) + 1n;
    }
  }

  /** Yields the records at the last `count` offsets of a partition, fewer where some of them are gone. */
  async *newest(partition: number, count: bigint): AsyncGenerator<SourceRecord> {
    const [start, end] = [
      await this.again(() => this.edge(partition, true)),
      await this.again(() => this.edge(partition, false)),
    ];
    yield* this.read(partition, end - count > start ? end - count : start);
  }

  async close(): Promise<void> {
    await endsWithin(this.client.cluster.disconnect(), CLOSE_MS);
    this.client.sockets.destroy();
  }

  /** The fetch brought nothing: retention may have removed what was there. */
  private async afterGap(partition: number, next: bigint): Promise<bigint> {
    const start = await this.edge(partition, true);
    if (start > next) return start;
    throw tryAgain(`${this.topic}[${partition}] has records that cannot be read yet`);
  }

  private async fetch(partition: number, offset: bigint): Promise<readonly FetchedMessage[]> {
    const { topic } = this;
    try {
      const place = { topic, partition, offset, maxBytes: FETCH_BYTES, sees: 'committed', untilFirst: true } as const;
      return await fetchRecords(this.client.cluster, place);
    } catch (error) {
      if (isOffsetOutOfRange(error)) return [];
      throw error;
    }
  }

  private async edge(partition: number, fromBeginning: boolean): Promise<bigint> {
    const [found] = await this.client.cluster.fetchTopicsOffset([
      { topic: this.topic, partitions: [{ partition }], fromBeginning },
    ]);
    const offset = found?.partitions[0]?.offset;
    if (offset === undefined) throw tryAgain(`Kafka does not tell the offsets of ${this.topic}[${partition}]`);
    return BigInt(offset);
  }

  /** Leaders move; the next leader has the same records. */
  private async again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt === ATTEMPTS) {
          const message = `${this.topic} cannot be read at the moment: ${errorText(error)}`;
          throw new GatewayError('kafka-unreachable', message, { cause: error, retryable: true });
        }
        await delay(RETRY_MS * attempt);
        await this.client.cluster.refreshMetadata().catch(() => undefined); // the next attempt says what is wrong
      }
    }
  }
}

const missing = (topic: string): GatewayError =>
  new GatewayError(
    'topic-missing',
    `There is no topic ${topic}: no letter was ever written, or it was deleted. \`sluice setup\` makes it.`,
  );
