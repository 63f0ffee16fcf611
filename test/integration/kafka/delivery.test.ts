import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { SourceRecord } from '../../../src/records/record-source';
import { COMPACTED, compactedGaps } from '../../support/kafka/compacted-gaps';
import { eventually } from '../../../harness/eventually';
import { interleavedAborts } from '../../support/kafka/interleaved-aborts';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { produceByJava } from '../../support/kafka/produce-by-java';
import { withTopic } from '../../../harness/with-topic';
import { withSource } from './with-source';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index % 7}`, value: `v${index}` }));

const groupId = (): string => `delivery-${randomUUID()}`;

/** One transaction of kafkajs after another, with the given values; committed or aborted. */
const transactions = async (
  topic: KafkaTopic,
  list: readonly (readonly [values: readonly string[], end: 'commit' | 'abort'])[],
): Promise<void> => {
  const kafka = new Kafka({ brokers: topic.brokers.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    transactionalId: randomUUID(),
    idempotent: true,
    maxInFlightRequests: 1,
    retry: { initialRetryTime: 20 },
  });
  await producer.connect();
  try {
    for (const [values, end] of list) {
      const transaction = await producer.transaction();
      await transaction.send({ topic: topic.name, messages: values.map((value) => ({ key: 'k', value })) });
      await transaction[end]();
    }
  } finally {
    await producer.disconnect();
  }
};

test('The source delivers every record of a topic once and in order from its first one on, and commits to the end.', () =>
  withTopic({ partitions: 3 }, async (topic) => {
    const group = groupId();
    await topic.produce(numbered(300));
    await withSource(topic, { groupId: group }, async ({ handler }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(300);
      });
      await topic.produce(numbered(50));
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual(await topic.endOffsets());
      });
      expect(handler.delivered).toHaveLength(350);
      for (const partition of handler.partitions) {
        const offsets = handler.delivered.filter((it) => it.partition === partition).map((it) => it.record.offset);
        expect(offsets).toEqual(offsets.map((_, index) => BigInt(index)));
      }
    });
  }));

test('The source delivers no record of an aborted transaction and every other, with interleaved aborts and the key 00 00 00 00.', () =>
  withTopic({}, async (topic) => {
    const committed = await interleavedAborts(topic);
    await withSource(topic, {}, async ({ handler }) => {
      await eventually(() => {
        expect(handler.values).toEqual(committed);
      });
    });
  }));

test('The source finds the abort marker of a transaction whose records came with an earlier fetch.', () =>
  withTopic({}, async (topic) => {
    const large = 'x'.repeat(10_000);
    await transactions(topic, [
      [[`aborted-1 ${large}`, `aborted-2 ${large}`], 'abort'],
      [['committed'], 'commit'],
      [[`aborted-3 ${large}`], 'abort'],
    ]);
    // Each fetch brings one batch: the marker is a batch of its own.
    await withSource(topic, { maxBytesPerPartition: 1 }, async ({ handler }) => {
      await eventually(() => {
        expect(handler.values).toEqual(['committed']);
      });
    });
  }));

test('The source gets past a topic of which all records are aborted, and commits the end, which is a transaction marker.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await transactions(topic, [[['aborted-1', 'aborted-2'], 'abort']]);
    await withSource(topic, { groupId: group }, async ({ handler }) => {
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual(await topic.endOffsets());
      });
      await transactions(topic, [[['committed'], 'commit']]);
      await eventually(async () => {
        expect(handler.values).toEqual(['committed']);
        expect(await topic.committedOffsets(group)).toEqual(await topic.endOffsets());
      });
    });
  }));

test('The source goes past the gaps that compaction leaves, and commits to the end.', () =>
  withTopic({ config: COMPACTED }, async (topic) => {
    const group = groupId();
    const left = await compactedGaps(topic);
    await withSource(topic, { groupId: group }, async ({ handler }) => {
      await eventually(async () => {
        expect(handler.delivered.map(({ record }) => record.offset)).toEqual(left);
        expect(await topic.committedOffsets(group)).toEqual(await topic.endOffsets());
      });
    });
  }));

test.each(['gzip', 'snappy', 'lz4', 'zstd'])(
  'The source reads records compressed with %s as Kafka itself writes it.',
  (codec) =>
    withTopic({ config: { 'compression.type': codec } }, async (topic) => {
      const values = Array.from({ length: 200 }, (_, index) => `${index} ${'compressible '.repeat(index * 2)}`);
      await topic.produce(values.map((value) => ({ key: 'k', value })));
      await withSource(topic, {}, async ({ handler }) => {
        await eventually(() => {
          expect(handler.values).toEqual(values);
        });
      });
    }),
);

test('The source delivers null and empty keys and values, and headers in order, repeated, null and with odd names.', () =>
  withTopic({}, async (topic) => {
    const headers = [
      ['b', 'first'],
      ['10', 'ten'],
      ['a', 'between'],
      ['b', 'second'],
      ['2', null],
      ['constructor', 'odd'],
      ['__proto__', 'odder'],
      ['', ''],
    ] as const;
    await produceByJava(topic, [
      { partition: 0, key: null, value: 'null key' },
      { partition: 0, key: '', value: 'empty key' },
      { partition: 0, key: Buffer.from([0, 0, 0, 0]), value: 'zero key' },
      { partition: 0, key: 'k', value: null },
      { partition: 0, key: 'k', value: '', headers },
    ]);
    await withSource(topic, {}, async ({ handler }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(5);
      });
      const records = handler.delivered.map(({ record }) => record);
      expect(records.map(({ key }) => key)).toEqual([
        null,
        Buffer.alloc(0),
        Buffer.alloc(4),
        Buffer.from('k'),
        Buffer.from('k'),
      ]);
      expect(records.slice(3).map(({ value }) => value)).toEqual([null, Buffer.alloc(0)]);
      expect((records[4] as SourceRecord).headers.map(([name, value]) => [name, value?.toString() ?? null])).toEqual(
        headers,
      );
    });
  }));

test('The source tells the leader epoch and the time of each record.', () =>
  withTopic({}, async (topic) => {
    await topic.produce([{ key: 'k', value: 'v', timestamp: 1_700_000_000_123 }]);
    await withSource(topic, {}, async ({ handler }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(1);
      });
      expect(handler.delivered[0]?.record).toMatchObject({ timestamp: 1_700_000_000_123, leaderEpoch: 0 });
    });
  }));

test('The source takes the time of the broker where the topic says so.', () =>
  withTopic({ config: { 'message.timestamp.type': 'LogAppendTime' } }, async (topic) => {
    const before = Date.now();
    await topic.produce([{ key: 'k', value: 'v', timestamp: 1_700_000_000_123 }]);
    await withSource(topic, {}, async ({ handler }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(1);
      });
      expect(handler.delivered[0]?.record.timestamp).toBeGreaterThanOrEqual(before - 1_000);
    });
  }));
