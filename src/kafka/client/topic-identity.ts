// Identifies topics (I11): a topic that is deleted and created again has another id, and its records are another
// stream. kafkajs supports no version of Metadata with topic ids, so the request is built by hand.
import { createHash } from 'node:crypto';
import { GatewayError } from '../../errors';
import type { Stream } from '../../model/contract/record';
import { ByteReader } from '../protocol/byte-reader';
import type { Broker } from '../kafkajs-internals';

const METADATA = 3;
/** The first version with topic ids; it came with Kafka 2.8. */
const FIRST_VERSION = 11;
const LAST_VERSION = 12;
const NO_ERROR = 0;
const TOPIC_AUTHORIZATION_FAILED = 29;
const ZERO_UUID = Buffer.alloc(16);

interface TopicIds {
  readonly clusterId: string;
  /** Topic ids in base64url, as Kafka's tools print them. A topic that does not exist has no entry. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Returns the streams of the given topics by name, as `broker` knows them now; a topic that does not exist has no
 * entry. `incarnation` replaces cluster id and topic id, for brokers without topic ids.
 * @throws GatewayError `config-invalid` if the broker has no topic ids and no incarnation is given; `kafka-crashed` if
 * this client may not see a topic.
 */
export const identifyStreams = async (
  broker: Broker,
  topics: readonly string[],
  incarnation: string | undefined,
): Promise<ReadonlyMap<string, Stream>> => {
  const supported = broker.versions?.[METADATA];
  const version = supported === undefined ? 0 : Math.min(LAST_VERSION, supported.maxVersion);
  if (version < FIRST_VERSION) {
    if (incarnation === undefined) throw noTopicIds();
    return new Map(topics.map((topic) => [topic, incarnationStream(incarnation, topic)]));
  }
  const { clusterId, ids } = await requestTopicIds(broker, topics, version);
  const known = topics.flatMap((topic) => {
    const id = ids.get(topic);
    if (id === undefined) return [];
    const stream =
      incarnation === undefined ? topicStream(clusterId, id, topic) : incarnationStream(incarnation, topic);
    return [[topic, stream] as const];
  });
  return new Map(known);
};

/** Returns 22 characters of `[A-Za-z0-9_-]`. NEVER CHANGE these two: the stream id is in every idempotency key (I5). */
export const topicStream = (clusterId: string, topicId: string, topic: string): Stream => ({
  id: digest(['topic-id', clusterId, topicId]),
  topic,
});

export const incarnationStream = (incarnation: string, topic: string): Stream => ({
  id: digest(['incarnation', incarnation, topic]),
  topic,
});

const digest = (identity: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 22);

const requestTopicIds = (broker: Broker, topics: readonly string[], apiVersion: number): Promise<TopicIds> => {
  const buffer = encodeRequest(topics);
  return broker.connectionPool.send({
    request: {
      apiKey: METADATA,
      apiVersion,
      apiName: 'Metadata',
      encode: () => Promise.resolve({ buf: buffer, buffer }),
    },
    response: {
      decode: (payload) => Promise.resolve(decodeResponse(payload)),
      parse: (decoded) => Promise.resolve(decoded),
    },
  });
};

const encodeRequest = (topics: readonly string[]): Buffer => {
  const names = topics.map((topic) => Buffer.from(topic));
  return Buffer.concat([
    tagged(), // of the request header
    unsignedVarint(topics.length + 1),
    ...names.flatMap((name) => [ZERO_UUID, unsignedVarint(name.length + 1), name, tagged()]),
    Buffer.from([0, 0]), // no auto creation, no authorized operations
    tagged(),
  ]);
};

const tagged = (): Buffer => unsignedVarint(0);

const unsignedVarint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
};

const decodeResponse = (payload: Buffer): TopicIds => {
  const reader = new ByteReader(payload);
  reader.skipTaggedFields(); // of the response header
  reader.int32(); // throttle time
  reader.compactArray(skipBroker);
  const clusterId = reader.compactString() ?? '';
  reader.int32(); // controller
  const topics = reader.compactArray(readTopic);
  const hidden = topics.filter(({ errorCode }) => errorCode === TOPIC_AUTHORIZATION_FAILED);
  if (hidden.length > 0) throw unauthorized(hidden.map(({ name }) => name));
  const existing = topics.filter(({ errorCode, id }) => errorCode === NO_ERROR && !id.equals(ZERO_UUID));
  return { clusterId, ids: new Map(existing.map(({ name, id }) => [name, id.toString('base64url')])) };
};

const skipBroker = (reader: ByteReader): void => {
  reader.int32();
  reader.compactString();
  reader.int32();
  reader.compactString();
  reader.skipTaggedFields();
};

const readTopic = (reader: ByteReader) => {
  const errorCode = reader.int16();
  const name = reader.compactString() ?? '';
  const id = reader.uuid();
  reader.boolean(); // internal
  reader.compactArray(skipPartition);
  reader.int32(); // authorized operations
  reader.skipTaggedFields();
  return { errorCode, name, id };
};

const skipPartition = (reader: ByteReader): void => {
  reader.bytes(2 + 4 + 4 + 4); // error, partition, leader, leader epoch
  for (let list = 0; list < 3; list += 1) reader.compactArray((replicas) => replicas.int32());
  reader.skipTaggedFields();
};

const unauthorized = (topics: readonly string[]): GatewayError =>
  new GatewayError(
    'kafka-crashed',
    `Kafka does not let this client see the topics ${topics.map((topic) => `"${topic}"`).join(', ')}: ` +
      'give it the rights to describe and read them, or correct the names.',
  );

const noTopicIds = (): GatewayError =>
  new GatewayError(
    'config-invalid',
    'The Kafka brokers know no topic ids (they need Kafka 2.8 or later), so a topic that is deleted and made again could not be told ' +
      'from the old one. Set kafka.incarnation to any name, and to another one whenever a topic is made again.',
  );
