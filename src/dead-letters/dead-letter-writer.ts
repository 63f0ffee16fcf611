// Writes dead letters: the original key, value and headers byte for byte, plus headers that say why the record is here
// and where it came from. Letters are written at least once: one repeated after a crash has the same `sluice.id`.
import type { ICustomPartitioner, Message } from 'kafkajs';
import { isUnknownTopic } from '../kafka/client/kafka-error';
import { Partitioners } from '../kafka/client/kafkajs';
import { withPatientAdmin } from '../kafka/client/kafka-admin';
import type { KafkaRecordReader } from '../kafka/reading/record-reader';
import type { ReadBack } from '../kafka/reading/records-to-read';
import { CheckedProducer } from '../kafka/writing/checked-producer';
import { orderedHeaders } from '../kafka/writing/ordered-headers';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { parseDeadLetter } from './dead-letter';
import { letterHeaders } from './dead-letter-headers';
import { deadLetterTopics } from './dead-letter-topics';
import { GatewayError } from '../errors';
import type { Log } from '../log';
import type { RejectRequest } from '../model/contract/effect-contract';
import { payloadPlace } from '../model/records/payload-place';
import type { WireBytes } from '../model/contract/record';
import { laneOf } from '../model/names/workflow-id';
import { valueBytes } from '../records/value-decoders';

const WITHOUT_TOPIC =
  'the dead-letter topic does not exist: keys are parked at records whose payload retention has deleted; `sluice setup` makes it';
const PARKED = 'Until then keys are parked where a letter is due; then `sluice keys retry` writes it.';
/** A letter without payload has about 1 KB. */
const LETTERS_AT_ONCE = 200;

export class DeadLetterWriter {
  private readonly producer: CheckedProducer;

  constructor(
    private readonly config: ResolvedConfig,
    private readonly reader: KafkaRecordReader,
    private readonly log: Log,
  ) {
    const { kafka } = config;
    this.producer = new CheckedProducer({
      kafka,
      log,
      idempotent: true,
      partitioner: letterPartitioner,
      what: 'the dead letter',
    });
  }

  /**
   * Resolves once the letter and those of `alsoOffsets` are durable, in order.
   * @throws if Kafka or the topic is absent; the record is then parked.
   */
  async write(request: RejectRequest): Promise<void> {
    const { position, route: name, alsoOffsets = [] } = request;
    const route = this.config.routes.find((candidate) => candidate.name === name);
    if (route === undefined)
      throw new GatewayError('not-found', `The configuration of this worker has no route ${name}.`);
    let offsets = [position.offset, ...alsoOffsets].map(BigInt);
    while (offsets.length > 0) {
      const originals = await this.read(request, offsets);
      const messages = originals.slice(0, sentTogether(request, originals)).map((original, index) => {
        const offset = (offsets[index] ?? 0n).toString();
        return letter({ ...request, position: { ...position, offset } }, original);
      });
      await this.send(route.deadLetterTopic, messages);
      offsets = offsets.slice(messages.length);
    }
  }

  /** Reads the records as they failed. A redriven record, always alone, comes from its letter. */
  private async read(request: RejectRequest, offsets: readonly bigint[]): Promise<readonly ReadBack[]> {
    const { redriven, edited } = request;
    const { stream, position } = payloadPlace(request);
    const wanted = redriven === undefined ? offsets : [BigInt(position.offset)];
    const found = await this.reader.read({ stream, ...position, offsets: wanted });
    return found.map((result) => {
      if (!('record' in result)) return result;
      const record = redriven === undefined ? result.record : parseDeadLetter(result.record)?.original;
      if (record === undefined) return { offset: result.record.offset, gone: 'there is no dead letter' };
      return { record: edited === undefined ? record : { ...record, value: valueBytes(edited) } };
    });
  }

  private async send(topic: string, messages: Message[]): Promise<void> {
    try {
      await this.producer.send(topic, messages);
    } catch (error) {
      throw isUnknownTopic(error) ? topicMissing(topic, error) : error;
    }
  }

  /** Reports missing topics. A gateway runs without them: the keys of their routes are parked where a letter is due. */
  async check(): Promise<void> {
    const { log } = this;
    const { needed, byDefault } = deadLetterTopics(this.config);
    if (needed.size + byDefault.size === 0) return;
    const topics = new Set(await withPatientAdmin(this.config.kafka, log, (admin) => admin.listTopics()));
    for (const topic of needed)
      if (!topics.has(topic)) log.error({ topic }, `${topicMissing(topic).message} ${PARKED}`);
    for (const topic of byDefault) if (!topics.has(topic)) log.warn({ topic }, WITHOUT_TOPIC);
  }

  close(): Promise<void> {
    return this.producer.close();
  }
}

/** Records with a payload go alone: several might exceed what the topic accepts at once. So do those without a key. */
const sentTogether = ({ key = null }: RejectRequest, originals: readonly ReadBack[]): number => {
  if (key === null) return 1;
  const whole = originals.findIndex((original) => 'record' in original);
  return Math.min(LETTERS_AT_ONCE, whole === -1 ? originals.length : Math.max(1, whole));
};

/** The partitioner sees it with its chain, which kafkajs passes over. */
type LetterMessage = Message & { readonly chain: string };

const letter = (request: RejectRequest, original: ReadBack): LetterMessage => {
  const record = 'record' in original ? original.record : undefined;
  const key = record === undefined ? keyBytes(request.key ?? null) : record.key;
  const headers = orderedHeaders(letterHeaders(request, record, Date.now()));
  return { key, value: record?.value ?? null, headers, chain: request.chain };
};

const topicMissing = (topic: string, cause?: unknown): GatewayError =>
  new GatewayError(
    'topic-missing',
    `Dead letters go to ${topic}, which does not exist: \`sluice setup\` makes it, or set deadLetterTopic.`,
    { cause },
  );

const keyBytes = (key: WireBytes | null): Buffer | null => {
  if (key === null) return null;
  return typeof key === 'string' ? Buffer.from(key) : Buffer.from(key.base64, 'base64');
};

/** Keeps all letters of one key in one partition, in the order written: by key, or by chain if the key is null. */
const letterPartitioner: ICustomPartitioner = () => {
  const byKey = Partitioners.DefaultPartitioner();
  return (args) => {
    const { message, partitionMetadata } = args;
    if (message.key !== null) return byKey(args);
    return laneOf((message as LetterMessage).chain, partitionMetadata.length);
  };
};
