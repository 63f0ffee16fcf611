import { randomUUID } from 'node:crypto';
import { eventually } from '../../../harness/eventually';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { withTopic } from '../../../harness/with-topic';
import type { RecordingHandler } from './recording-handler';
import { setOffset } from './set-offset';
import { withAdmin } from '../../../harness/with-admin';
import { withSource } from './with-source';
import { withWorld } from '../../support/gateway/world';

const groupId = (): string => `identity-${randomUUID()}`;

const produce = (topic: KafkaTopic, name: string, count: number): Promise<void> =>
  topic.produce(Array.from({ length: count }, (_, index) => ({ key: 'k', value: `${name} ${index}` })));

const streamOf = (handler: RecordingHandler, name: string): ReadonlySet<string> => {
  const records = handler.delivered.filter(({ record }) => record.value?.toString().startsWith(name));
  return new Set(records.map(({ partition }) => partition.stream.id));
};

const countOf = (handler: RecordingHandler, name: string): number =>
  handler.values.filter((value) => value?.startsWith(name)).length;

test('I11: The source delivers all records of a topic that is deleted and made again, under a new stream id.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await produce(topic, 'old', 50);
    await withSource(topic, { groupId: group }, async ({ handler }) => {
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual([50n]);
      });
      await topic.recreate();
      await produce(topic, 'new', 30);
      await eventually(async () => {
        expect(countOf(handler, 'new')).toBe(30);
        expect(await topic.committedOffsets(group)).toEqual([30n]);
      });
      expect(countOf(handler, 'old')).toBe(50);
      expect(streamOf(handler, 'new')).toEqual(new Set([handler.partitions[0]?.stream.id]));
      expect(streamOf(handler, 'old')).not.toEqual(streamOf(handler, 'new'));
      expect(handler.failures).toEqual([]);
    });
  }));

test('I11: The source takes no record of the new topic for one of the old, even when the old position exists in the new topic.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await produce(topic, 'old', 10);
    await withSource(topic, { groupId: group }, async ({ handler, log }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(10);
      });
      let proceed: () => void = () => undefined;
      handler.onBatch = () =>
        new Promise((resolve) => {
          proceed = resolve;
        });
      await produce(topic, 'held', 1);
      await eventually(() => {
        expect(countOf(handler, 'held')).toBe(1);
      });
      // Nothing is fetched meanwhile; the next fetch asks for offset 11 and gets record 11 of the new topic.
      await topic.recreate();
      await produce(topic, 'new', 100);
      handler.onBatch = () => Promise.resolve();
      proceed();
      await eventually(async () => {
        expect(countOf(handler, 'new')).toBe(100);
        expect(await topic.committedOffsets(group)).toEqual([100n]);
      });
      expect(streamOf(handler, 'new')).toEqual(new Set([handler.partitions[0]?.stream.id]));
      expect(streamOf(handler, 'old')).not.toEqual(streamOf(handler, 'new'));
      expect(log.lines.join()).toContain('made again while it was consumed');
      // What was held was committed after the topic was made again: an offset of the old stream on the new topic.
      expect(log.lines.join()).toContain('belongs to another stream');
    });
  }));

test('I11: The source waits for a deleted topic to come back, and delivers it under a new stream id.', () =>
  withWorld(async (world) => {
    const topic = await world.topic({});

    await produce(topic, 'old', 5);
    await withSource(topic, {}, async ({ handler, log }) => {
      await eventually(() => {
        expect(handler.delivered).toHaveLength(5);
      });
      await withAdmin(topic, (admin) => admin.deleteTopics({ topics: [topic.name] }));
      await eventually(() => {
        expect(log.lines.join()).toContain('has no topic');
      });
      await withAdmin(topic, (admin) => admin.createTopics({ topics: [{ topic: topic.name }], waitForLeaders: true }));
      await produce(topic, 'new', 5);
      await eventually(() => {
        expect(countOf(handler, 'new')).toBe(5);
      });
      expect(streamOf(handler, 'old')).not.toEqual(streamOf(handler, 'new'));
    });
  }));

test('I11: The source ignores a committed offset that belongs to another stream, and says so.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await produce(topic, 'new', 10);
    await setOffset(topic, group, 7n, JSON.stringify({ v: 1, stream: 'of-the-topic-before-it', epoch: 0 }));
    await withSource(topic, { groupId: group }, async ({ handler, log }) => {
      await eventually(() => {
        expect(countOf(handler, 'new')).toBe(10);
      });
      expect(log.lines.join()).toContain('belongs to another stream');
    });
  }));

test.each([null, '', 'moved by hand'])(
  'I11: The source obeys an offset that an operator has set, with metadata %j.',
  (metadata) =>
    withTopic({}, async (topic) => {
      const group = groupId();
      await produce(topic, 'r', 10);
      await setOffset(topic, group, 7n, metadata);
      await withSource(topic, { groupId: group }, async ({ handler }) => {
        await eventually(() => {
          expect(handler.values).toEqual(['r 7', 'r 8', 'r 9']);
        });
      });
    }),
);

test('I11: The source keeps the stream id over restarts, and goes on where the group was.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    const ids: unknown[] = [];
    for (const name of ['first', 'second']) {
      await produce(topic, name, 3);
      await withSource(topic, { groupId: group }, async ({ handler }) => {
        await eventually(async () => {
          expect(await topic.committedOffsets(group)).toEqual(await topic.endOffsets());
        });
        expect(handler.values).toEqual([`${name} 0`, `${name} 1`, `${name} 2`]);
        ids.push(handler.partitions[0]?.stream.id);
      });
    }
    expect(ids[0]).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(ids[1]).toBe(ids[0]);
  }));

test('I11: The source takes the incarnation for the identity of a topic where one is set.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await produce(topic, 'r', 3);
    const ids: unknown[] = [];
    for (const incarnation of ['blue', 'blue', 'green']) {
      await withSource(topic, { groupId: group, incarnation }, async ({ handler }) => {
        if (ids.length !== 1) {
          await eventually(() => {
            expect(handler.values).toEqual(['r 0', 'r 1', 'r 2']);
          });
        }
        await eventually(async () => {
          expect(await topic.committedOffsets(group)).toEqual([3n]);
        });
        ids.push(handler.partitions[0]?.stream.id);
      });
    }
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  }));
