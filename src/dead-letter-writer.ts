// Dead letters: the original key, value and headers byte for byte, and beside them, in headers, why it is here and
// where it came from. Written at least once: a letter that is written twice after a crash has the same `sluice.id`.
import type { Producer } from 'kafkajs';
import { Kafka } from './bridge/kafka/kafkajs';
import type { KafkaRecordReader } from './bridge/kafka/record-reader';
import type { SourceRecord } from './bridge/record-source';
import type { ResolvedConfig } from './config/resolved';
import { parseDeadLetter } from './dead-letter';
import { letterHeaders } from './dead-letter-headers';
import { letterPartitioner } from './letter-partitioner';
import { deadLetterTopics } from './dead-letter-topics';
import { GatewayError } from './errors';
import { payloadPlace } from './model/payload-place';
import type { RejectRequest } from './model/effect-contract';
import { valueBytes } from './value-bytes';

export class DeadLetterWriter {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly config: ResolvedConfig,
    private readonly reader: KafkaRecordReader,
  ) {}

  /** Resolves once the letter is durable. @throws when Kafka or the topic is not there; the record is then parked. */
  async write(request: RejectRequest): Promise<void> {
    const { route: name } = request;
    const route = this.config.routes.find((candidate) => candidate.name === name);
    if (route === undefined) throw new GatewayError('not-found', `The config of this worker has no route ${name}.`);
    const record = await this.record(request);
    const producer = await (this.producer ??= this.connect());
    const written = await producer.send({
      topic: route.deadLetterTopic,
      acks: -1,
      messages: [
        { key: record?.key ?? null, value: record?.value ?? null, headers: letterHeaders(request, record, Date.now()) },
      ],
    });
    // kafkajs 2.2.4 resolves without an answer when the leader moves in between: then nothing was written.
    if (written.length !== 1 || written[0]?.errorCode !== 0) {
      throw new GatewayError('kafka-unreachable', 'Kafka did not confirm the dead letter.', { retryable: true });
    }
  }

  /** The record as it failed; undefined when it is gone. */
  private async record(request: RejectRequest): Promise<SourceRecord | undefined> {
    const { stream, position } = payloadPlace(request);
    const [found] = await this.reader.read({ stream, ...position, offsets: [BigInt(position.offset)] });
    if (found === undefined || !('record' in found)) return undefined;
    const record = request.redriven === undefined ? found.record : parseDeadLetter(found.record)?.original;
    return record === undefined || request.edited === undefined
      ? record
      : { ...record, value: valueBytes(request.edited) };
  }

  /** @throws GatewayError `topic-missing` when a policy names dead letters and their topic is not there. */
  async check(): Promise<void> {
    const wanted = deadLetterTopics(this.config);
    if (wanted.length === 0) return;
    const admin = new Kafka(this.config.kafka).admin();
    await admin.connect();
    try {
      const topics = new Set(await admin.listTopics());
      const missing = wanted.filter((topic) => !topics.has(topic));
      if (missing.length === 0) return;
      const message = `Dead letters go to ${missing.join(', ')}, which does not exist. \`sluice setup\` makes it; or set deadLetterTopic.`;
      throw new GatewayError('topic-missing', message);
    } finally {
      await admin.disconnect();
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await (await producer)?.disconnect();
  }

  private async connect(): Promise<Producer> {
    const producer = new Kafka(this.config.kafka).producer({
      allowAutoTopicCreation: false,
      idempotent: true,
      createPartitioner: letterPartitioner,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.producer = undefined;
      throw error;
    }
  }
}
