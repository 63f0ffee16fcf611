import { KafkaRecordReader } from '../../../src/kafka/reading/record-reader';
import type { ReadBack } from '../../../src/kafka/reading/records-to-read';
import type { SourceRecord } from '../../../src/records/record-source';
import type { Stream } from '../../../src/model/contract/record';
import { COMPACTED, compactedGaps } from '../../support/kafka/compacted-gaps';
import { eventually } from '../../../harness/eventually';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { withTopic } from '../../../harness/with-topic';
import { withAdmin } from '../../../harness/with-admin';
import { withSource } from './with-source';
import { withWorld } from '../../support/gateway/world';

/** The records of a topic as a source delivers them, and the stream they are of. */
const deliver = (topic: KafkaTopic, count: number): Promise<{ stream: Stream; records: readonly SourceRecord[] }> =>
  withSource(topic, {}, async ({ handler }) => {
    await eventually(() => {
      expect(handler.delivered).toHaveLength(count);
    });
    const [partition] = handler.partitions;
    if (partition === undefined) throw new Error('no partition is assigned');
    return { stream: partition.stream, records: handler.delivered.map(({ record }) => record) };
  });

const withReader = async <T>(topic: KafkaTopic, body: (reader: KafkaRecordReader) => Promise<T>): Promise<T> => {
  const reader = new KafkaRecordReader({ kafka: { brokers: topic.brokers.split(',') } });
  try {
    return await body(reader);
  } finally {
    await reader.close();
  }
};

const records = (results: readonly ReadBack[]): readonly SourceRecord[] =>
  results.map((result) => {
    if ('record' in result) return result.record;
    throw new Error(`offset ${result.offset} is gone: ${result.gone}`);
  });

const reasons = (results: readonly ReadBack[]): readonly string[] =>
  results.map((result) => ('gone' in result ? result.gone : 'still there'));

test('The reader reads what was delivered, byte for byte, in the order asked.', () =>
  withTopic({}, async (topic) => {
    await topic.produce([
      { key: 'k', value: 'first', headers: { a: ['1', '2'], b: '3' }, timestamp: 1_700_000_000_000 },
      { key: null, value: 'second' },
      { key: 'k', value: null },
      { key: '', value: '' },
    ]);
    const { stream, records: delivered } = await deliver(topic, 4);
    await withReader(topic, async (reader) => {
      const request = { stream, partition: 0, leaderEpoch: 0 };
      expect(records(await reader.read({ ...request, offsets: [0n, 1n, 2n, 3n] }))).toEqual(delivered);
      expect(records(await reader.read({ ...request, offsets: [3n, 0n] }))).toEqual([delivered[3], delivered[0]]);
      expect(await reader.read({ ...request, offsets: [] })).toEqual([]);
    });
  }));

test('The reader answers a prefix of about a megabyte when the records are large, and at least one.', () =>
  withTopic({}, async (topic) => {
    const large = 'x'.repeat(300_000);
    for (let index = 0; index < 6; index += 1) await topic.produce([{ value: `${index}${large}` }]);
    await topic.produce([{ value: 'y'.repeat(1_000_000) }]);
    const { stream } = await deliver(topic, 7);
    await withReader(topic, async (reader) => {
      const request = { stream, partition: 0, leaderEpoch: 0 };
      const offsets = [0n, 1n, 2n, 3n, 4n, 5n, 6n];
      const first = records(await reader.read({ ...request, offsets }));
      expect(first.map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
      const lone = records(await reader.read({ ...request, offsets: [6n] }));
      expect(lone[0]?.value).toHaveLength(1_000_000);
    });
  }));

test('The reader reads offsets that lie far apart.', () =>
  withTopic({}, async (topic) => {
    for (let round = 0; round < 5; round += 1) {
      await topic.produce(Array.from({ length: 1_000 }, (_, index) => ({ value: `${round} ${index}` })));
    }
    const { stream } = await deliver(topic, 5_000);
    await withReader(topic, async (reader) => {
      const offsets = [5n, 2_500n, 4_999n];
      const found = records(await reader.read({ stream, partition: 0, leaderEpoch: 0, offsets }));
      expect(found.map(({ value }) => value?.toString())).toEqual(['0 5', '2 500', '4 999']);
    });
  }));

test('The reader says that retention has taken a record.', () =>
  withTopic({}, async (topic) => {
    await topic.produce(Array.from({ length: 10 }, (_, index) => ({ value: String(index) })));
    const { stream } = await deliver(topic, 10);
    await topic.deleteRecords(0, 5n);
    await withReader(topic, async (reader) => {
      const found = await reader.read({ stream, partition: 0, leaderEpoch: 0, offsets: [3n, 4n, 5n] });
      const gone = 'retention has deleted it: the log starts at offset 5';
      expect(reasons(found)).toEqual([gone, gone, 'still there']);
    });
  }));

test('The reader says of thousands of records at once that retention has taken them, without a fetch for each.', () =>
  withTopic({}, async (topic) => {
    await topic.produce(Array.from({ length: 3_001 }, (_, index) => ({ value: String(index) })));
    const { stream } = await deliver(topic, 3_001);
    await topic.deleteRecords(0, 3_000n);
    await withReader(topic, async (reader) => {
      const offsets = Array.from({ length: 3_001 }, (_, offset) => BigInt(offset));
      const found = await reader.read({ stream, partition: 0, leaderEpoch: 0, offsets });
      expect(found).toHaveLength(3_001);
      expect(reasons(found).filter((reason) => reason.startsWith('retention'))).toHaveLength(3_000);
    });
  }));

test('The reader says that compaction has taken a record.', () =>
  withTopic({ config: COMPACTED }, async (topic) => {
    const left = await compactedGaps(topic);
    const { stream } = await deliver(topic, left.length);
    const [end] = await topic.endOffsets();
    const offsets = Array.from({ length: Number(end) }, (_, index) => BigInt(index));
    await withReader(topic, async (reader) => {
      const found = await reader.read({ stream, partition: 0, leaderEpoch: 0, offsets });
      expect(found).toHaveLength(offsets.length);
      expect(offsets.filter((_, index) => 'record' in (found[index] ?? {}))).toEqual(left);
      expect(new Set(reasons(found))).toEqual(
        new Set(['still there', 'compaction has removed it: a later record has the same key']),
      );
    });
  }));

test('I11: The reader does not read the record of another stream at the same offset.', () =>
  withTopic({}, async (topic) => {
    await topic.produce([{ value: 'old' }]);
    const { stream } = await deliver(topic, 1);
    await topic.recreate();
    await topic.produce([{ value: 'new' }]);
    await withReader(topic, async (reader) => {
      const found = await reader.read({ stream, partition: 0, leaderEpoch: 0, offsets: [0n] });
      expect(reasons(found)).toEqual(['its topic was deleted and made again']);
    });
  }));

test('I11: The reader does not read a record that another leader epoch has put in its place.', () =>
  withTopic({}, async (topic) => {
    await topic.produce([{ value: 'now' }]);
    const { stream } = await deliver(topic, 1);
    await withReader(topic, async (reader) => {
      const found = await reader.read({ stream, partition: 0, leaderEpoch: 3, offsets: [0n, 8n] });
      expect(reasons(found)[0]).toContain('leader epoch 0 stands where epoch 3 was');
      expect(reasons(found)[1]).toContain('the log was truncated');
    });
  }));

test('The reader says that the topic is gone, and reads other topics meanwhile and after.', () =>
  withWorld(async (world) => {
    const topic = await world.topic({});
    const other = await world.topic({});

    await topic.produce([{ value: 'old' }]);
    await other.produce([{ value: 'other' }]);
    const [{ stream }, { stream: otherStream }] = await Promise.all([deliver(topic, 1), deliver(other, 1)]);
    await withReader(topic, async (reader) => {
      const ask = { partition: 0, leaderEpoch: 0, offsets: [0n] };
      expect(reasons(await reader.read({ stream, ...ask }))).toEqual(['still there']);
      await withAdmin(topic, (admin) => admin.deleteTopics({ topics: [topic.name] }));
      await eventually(async () => {
        expect(reasons(await reader.read({ stream, ...ask }))).toEqual(['its topic was deleted']);
      });
      await eventually(async () => {
        expect(reasons(await reader.read({ stream: otherStream, ...ask }))).toEqual(['still there']);
      });
      await withAdmin(topic, (admin) => admin.createTopics({ topics: [{ topic: topic.name }] }));
    });
  }));

test('The reader serves many requests at the same time.', () =>
  withTopic({ partitions: 4 }, async (topic) => {
    await topic.produce(
      Array.from({ length: 400 }, (_, index) => ({
        partition: index % 4,
        value: `${index % 4}/${Math.floor(index / 4)}`,
      })),
    );
    const { stream } = await deliver(topic, 400);
    await withReader(topic, async (reader) => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const [offset, partition] = [BigInt(index), index % 4];
          const [found] = records(await reader.read({ stream, partition, leaderEpoch: 0, offsets: [offset] }));
          return found?.value?.toString() === `${partition}/${offset}`;
        }),
      );
      expect(answers).not.toContain(false);
    });
  }));

test('The reader throws a retryable error when Kafka cannot be reached, and refuses once closed.', async () => {
  const reader = new KafkaRecordReader({ kafka: { brokers: ['127.0.0.1:1'], retry: { retries: 0 } } });
  const request = { stream: { id: 'any', topic: 'any' }, partition: 0, leaderEpoch: 0, offsets: [0n] };
  await expect(reader.read(request)).rejects.toMatchObject({ code: 'kafka-unreachable', retryable: true });
  await reader.close();
  await expect(reader.read(request)).rejects.toMatchObject({ code: 'refused' });
});
