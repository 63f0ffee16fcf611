import { assertKafkajsVersion, patchKafkajs } from '../../../../../src/kafka/client/patches/patch-kafkajs';
import type { PatchedOffsetManager } from '../../../../../src/kafka/client/patches/offset-reset';
import type { PatchedRequestQueue } from '../../../../../src/kafka/client/patches/request-queue';
import type { PatchedConnectionPool } from '../../../../../src/kafka/client/patches/single-connect';

interface Class<T> {
  readonly prototype: T;
}

const { prototype: offsetManager } = jest.requireActual<Class<PatchedOffsetManager>>(
  'kafkajs/src/consumer/offsetManager',
);
const { prototype: connectionPool } = jest.requireActual<Class<PatchedConnectionPool>>(
  'kafkajs/src/network/connectionPool',
);
const { prototype: requestQueue } = jest.requireActual<Class<PatchedRequestQueue>>('kafkajs/src/network/requestQueue');

beforeAll(() => {
  patchKafkajs();
});

test('The patches of kafkajs refuse any other version.', () => {
  expect(() => {
    assertKafkajsVersion('2.2.5');
  }).toThrow(expect.objectContaining({ code: 'kafka-version' }) as Error);
  assertKafkajsVersion('2.2.4');
});

test('The patches of kafkajs are made once, however often they are asked for.', () => {
  const before = requestQueue.scheduleCheckPendingRequests;
  patchKafkajs();
  expect(requestQueue.scheduleCheckPendingRequests).toBe(before);
});

test('A patched kafkajs arms no timer for a connection on which nothing waits.', () => {
  jest.useFakeTimers();
  try {
    const queue = { pending: [] as unknown[], throttledUntil: -1, throttleCheckTimeoutId: null };
    const schedule = requestQueue.scheduleCheckPendingRequests;
    schedule.call(queue as unknown as PatchedRequestQueue);
    expect(jest.getTimerCount()).toBe(0);
    queue.pending.push('a request');
    schedule.call(queue as unknown as PatchedRequestQueue);
    expect(jest.getTimerCount()).toBe(1);
  } finally {
    jest.useRealTimers();
  }
});

test('A patched kafkajs never resets an offset that is out of range.', async () => {
  await expect(offsetManager.setDefaultOffset({ topic: 't', partition: 3 })).rejects.toMatchObject({
    retriable: false,
    message: expect.stringContaining('t[3] is out of range') as string,
  });
});

test('A patched kafkajs opens one socket for all who need the same connection.', async () => {
  const connection = {
    attempts: 0,
    connected: false,
    isConnected: () => connection.connected,
    connect: async () => {
      connection.attempts += 1;
      await Promise.resolve();
      if (connection.attempts === 1) throw new Error('away');
      connection.connected = true;
    },
  };
  const get = () => connectionPool.getConnection.call({ ...connectionPool, pool: [connection] });
  const failed = await Promise.allSettled([get(), get(), get()]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await Promise.all([get(), get()])).toEqual([connection, connection]);
  expect(await get()).toBe(connection);
  expect(connection.attempts).toBe(2);
});
