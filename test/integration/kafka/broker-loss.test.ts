import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EngineHandle, startKafka } from '../../../src/engines';
import { eventually } from '../../../harness/eventually';
import { KafkaTopic } from '../../../harness/kafka-topic';
import { produceByJava } from '../../support/kafka/produce-by-java';
import { withSource } from './with-source';

const groupId = (): string => `loss-${randomUUID()}`;

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ key: 'k', value: `v${from + index}` }));

/** Produces through an outage: kafkajs' producer gives up after some tries. */
const produce = (topic: KafkaTopic, from: number, to: number): Promise<void> =>
  eventually(() => topic.produce(numbered(from, to)));

/** Cuts the last half off the log of partition 0, as a disk does that was not flushed. */
const loseHalfTheLog = async (directory: string, topic: string): Promise<void> => {
  const folder = path.join(directory, 'log', `${topic}-0`);
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (name.endsWith('.log')) await truncate(file, Math.floor((await stat(file)).size / 2));
    else if (/\.(snapshot|index|timeindex)$/.test(name)) await rm(file);
  }
};

describe('what the source does when its broker goes away', () => {
  let directory: string;
  let kafka: EngineHandle;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'sluice-test-'));
    kafka = await startKafka({ dataDirectory: directory, own: true });
  });

  afterAll(async () => {
    await kafka.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('The source consumes on by itself when the broker was killed and is back, with nothing lost.', async () => {
    const topic = await KafkaTopic.create({ brokers: kafka.address });
    const group = groupId();
    await produce(topic, 0, 50);
    await withSource(topic, { groupId: group }, async ({ handler }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(50);
      });
      await kafka.kill();
      await kafka.restart();
      await produce(topic, 50, 80);
      await eventually(async () => {
        expect(new Set(handler.values)).toEqual(new Set(numbered(0, 80).map(({ value }) => value)));
        expect(await topic.committedOffsets(group)).toEqual(await topic.endOffsets());
      });
      expect(handler.failures).toEqual([]);
    });
    await topic.delete();
  });

  test('The source consumes on by itself when the broker did not answer for some seconds.', async () => {
    const topic = await KafkaTopic.create({ brokers: kafka.address });
    await produce(topic, 0, 10);
    await withSource(topic, {}, async ({ handler }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(10);
      });
      kafka.suspend();
      const suspended = Date.now();
      await eventually(() => {
        expect(Date.now() - suspended).toBeGreaterThan(3_000);
      });
      kafka.resume();
      await produce(topic, 10, 20);
      await eventually(() => {
        expect(new Set(handler.values).size).toBe(20);
      });
      expect(handler.failures).toEqual([]);
    });
    await topic.delete();
  });

  test('I11: The source notices a log that was cut back and written anew, and leaves the committed offset alone.', async () => {
    const topic = await KafkaTopic.create({ brokers: kafka.address });
    const group = groupId();
    for (let from = 0; from < 100; from += 10) await produce(topic, from, from + 10);
    await withSource(topic, { groupId: group }, async () => {
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual([100n]);
      });
    });
    await kafka.kill();
    await loseHalfTheLog(directory, topic.name);
    await kafka.restart();
    const left = await eventually(() => topic.endOffsets());
    expect(left[0]).toBeLessThan(100n);
    // Offset 100 exists again, in front of it records that nobody has seen.
    // They come from another producer: the broker has forgotten how far the first one was.
    await produceByJava(
      topic,
      numbered(1_000, 1_100).map((record) => ({ partition: 0, ...record })),
    );
    await withSource(topic, { groupId: group }, () => Promise.resolve()).then(
      () => {
        throw new Error('the truncation went unnoticed');
      },
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'log-truncated' });
        expect(String(error)).toContain(`the same only up to offset ${String(left[0])}`);
      },
    );
    expect(await topic.committedOffsets(group)).toEqual([100n]);
    await topic.delete();
  });

  test('The source gives up on a Kafka that stays silent while its connections stay open.', async () => {
    const topic = await KafkaTopic.create({ brokers: kafka.address });
    const client = { brokers: [kafka.address], clientId: 'silent', requestTimeout: 120_000 };
    await withSource(topic, { kafka: client, rebalanceTimeoutMs: 4_000, drainTimeoutMs: 500 }, async ({ handler }) => {
      kafka.suspend();
      try {
        await eventually(() => {
          expect(handler.failures).toMatchObject([{ code: 'kafka-crashed', retryable: true }]);
        });
        expect(handler.failures[0]?.message).toContain('neither fetched nor sent a heartbeat');
      } finally {
        kafka.resume();
      }
    });
    await topic.delete();
  });
});
