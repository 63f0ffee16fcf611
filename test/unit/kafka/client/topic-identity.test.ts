import type { Broker, ProtocolCall } from '../../../../src/kafka/kafkajs-internals';
import { identifyStreams, incarnationStream, topicStream } from '../../../../src/kafka/client/topic-identity';

const CLUSTER = 'MkU3OEVBNTcwNTJENDM2Qg';

/** Answers any request with `answer`; its Metadata goes up to `maxVersion`. */
const broker = (maxVersion: number, answer: Buffer = Buffer.alloc(0)): Broker => ({
  versions: { 3: { minVersion: 0, maxVersion } },
  connectionPool: {
    send: async <T>({ response }: ProtocolCall<T>) => response.parse(await response.decode(answer)),
  },
  fetch: () => Promise.reject(new Error('not asked')),
  offsetCommit: () => Promise.reject(new Error('not asked')),
  offsetFetch: () => Promise.reject(new Error('not asked')),
});

const topic = (errorCode: number, name: string, id: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([0, errorCode, name.length + 1]),
    Buffer.from(name),
    id,
    Buffer.from([0, 2]), // not internal, one partition
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 1, 2, 0, 0, 0, 1, 1, 0]),
    Buffer.from([0, 0, 0, 0, 0]),
  ]);

const metadata = (...topics: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0, 1, CLUSTER.length + 1]),
    Buffer.from(CLUSTER),
    Buffer.from([0, 0, 0, 1, topics.length + 1]),
    ...topics,
    Buffer.from([0]),
  ]);

test('I5: The identity of a stream NEVER changes: its stream id is part of every idempotency key.', () => {
  expect(topicStream(CLUSTER, 'Zmh5dGdiY2RlZmdoaWprbA', 'orders')).toEqual({
    id: 'v1xLVM0J1Pej4p0NSuixpo',
    topic: 'orders',
  });
  expect(incarnationStream('blue', 'orders')).toEqual({ id: 'cZZVUsXy46qEtLMnobUbE_', topic: 'orders' });
});

test('The identity of a stream differs by cluster, by topic id and by incarnation.', () => {
  const ids = [
    topicStream('cluster-a', 'id-a', 'orders'),
    topicStream('cluster-b', 'id-a', 'orders'),
    topicStream('cluster-a', 'id-b', 'orders'),
    incarnationStream('cluster-a', 'orders'),
    incarnationStream('cluster-a', 'payments'),
    incarnationStream('cluster-b', 'orders'),
  ].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
});

test('The identity of a stream comes from the ids that the broker tells, and a topic that does not exist has none.', async () => {
  const id = Buffer.from('0123456789abcdef');
  const answer = metadata(topic(0, 'orders', id), topic(3, 'missing', Buffer.alloc(16)));
  const streams = await identifyStreams(broker(12, answer), ['orders', 'missing'], undefined);
  expect([...streams]).toEqual([['orders', topicStream(CLUSTER, id.toString('base64url'), 'orders')]]);
});

test('The identity of a stream needs an incarnation where the broker has no topic ids.', async () => {
  await expect(identifyStreams(broker(10), ['orders'], undefined)).rejects.toMatchObject({ code: 'config-invalid' });
  const streams = await identifyStreams(broker(10), ['orders'], 'blue');
  expect(streams.get('orders')).toEqual(incarnationStream('blue', 'orders'));
});

test('The identity of a stream has the same incarnation id with and without topic ids, so that an upgrade of Kafka changes nothing.', async () => {
  const answer = metadata(topic(0, 'orders', Buffer.from('0123456789abcdef')));
  const [old, upgraded] = [broker(10), broker(12, answer)];
  const [before, after] = [
    await identifyStreams(old, ['orders'], 'blue'),
    await identifyStreams(upgraded, ['orders'], 'blue'),
  ];
  expect(after.get('orders')).toEqual(before.get('orders'));
});

test('A topic that the client may not see is told apart from one that does not exist.', async () => {
  const answer = metadata(topic(29, 'hidden', Buffer.alloc(16)));
  await expect(identifyStreams(broker(12, answer), ['hidden'], undefined)).rejects.toMatchObject({
    code: 'kafka-crashed',
    message: expect.stringContaining('does not let this client see the topics "hidden"') as string,
  });
});
