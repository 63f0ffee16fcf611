import { randomUUID } from 'node:crypto';
import { eventually } from '../../../harness/eventually';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { withTopic } from '../../../harness/with-topic';
import { setOffset } from './set-offset';
import { withAdmin } from '../../../harness/with-admin';
import { testSource, withSource } from './with-source';
import { withWorld } from '../../support/gateway/world';

const groupId = (): string => `failure-${randomUUID()}`;

const produce = (topic: KafkaTopic, count: number): Promise<void> =>
  topic.produce(Array.from({ length: count }, (_, index) => ({ key: 'k', value: `v${index}` })));

test.each([
  { committed: 3n, why: 'retention has overtaken the group' },
  { committed: 9_999n, why: 'the log ends before it' },
])('The source stops at a committed offset out of range ($why) and leaves it alone.', ({ committed }) =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await produce(topic, 20);
    await topic.deleteRecords(0, 10n);
    await setOffset(topic, group, committed, null);
    await withSource(topic, { groupId: group }, async ({ handler }) => {
      const [failure] = await eventually(() => {
        expect(handler.failures).toHaveLength(1);
        return handler.failures;
      });
      expect(failure).toMatchObject({ code: 'offset-out-of-range', retryable: false });
      expect(failure?.message).toContain(`Offset ${committed} of ${topic.name}[0]`);
      expect(failure?.message).toContain('offsets 10 to 20');
      expect(failure?.message).toContain(`has committed ${committed}`);
      expect(handler.delivered).toEqual([]);
      expect(await topic.committedOffsets(group)).toEqual([committed]);
    });
  }),
);

test('The source stops when retention overtakes it while it runs, after the last commit.', () =>
  withTopic({ partitions: 2 }, async (topic) => {
    const group = groupId();
    await topic.produce([0, 1].map((partition) => ({ partition, value: 'first' })));
    await withSource(topic, { groupId: group }, async ({ source, handler }) => {
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual([1n, 1n]);
      });
      let proceed: () => void = () => undefined;
      handler.onBatch = () =>
        new Promise((resolve) => {
          proceed = resolve;
        });
      await topic.produce([{ partition: 0, value: 'held' }]);
      await eventually(() => {
        expect(handler.values).toContain('held');
      });
      await topic.produce([1, 2, 3].map((index) => ({ partition: 0, value: `deleted ${index}` })));
      await topic.deleteRecords(0, 5n);
      handler.onRevoking = () =>
        source.commit(
          handler.partitions.map((partition) => ({ partition, next: partition.partition === 1 ? 1n : 2n })),
        );
      proceed();
      await eventually(() => {
        expect(handler.failures).toMatchObject([{ code: 'offset-out-of-range' }]);
      });
      expect(handler.revocations).toBe(1);
      expect(await topic.committedOffsets(group)).toEqual([2n, 1n]);
    });
  }));

test('The source starts at the first record still there when the group has no committed offset.', () =>
  withTopic({}, async (topic) => {
    await produce(topic, 20);
    await topic.deleteRecords(0, 10n);
    await withSource(topic, {}, async ({ handler }) => {
      await eventually(() => {
        expect(handler.values).toEqual(Array.from({ length: 10 }, (_, index) => `v${index + 10}`));
      });
      expect(handler.failures).toEqual([]);
    });
  }));

test.each([new TypeError('a bug'), new RangeError('a bug'), new Error('a bug')])(
  'The source reports a handler that throws (%p), and leaves the group.',
  (bug) =>
    withWorld(async (world) => {
      const topic = await world.topic({});

      const group = groupId();
      await produce(topic, 1);
      await withSource(
        topic,
        { groupId: group },
        async ({ handler }) => {
          await eventually(() => {
            expect(handler.failures).toMatchObject([{ code: 'kafka-crashed' }]);
          });
          expect(handler.failures[0]?.message).toContain('a bug');
          const { groups } = await withAdmin(topic, (admin) => admin.describeGroups([group]));
          expect(groups[0]?.members).toEqual([]);
        },
        (handler) => {
          handler.onBatch = () => Promise.reject(bug);
        },
      );
    }),
);

test('The source refuses to start for topics that do not exist, names them, and does not make them.', () =>
  withTopic({}, async (topic) => {
    const missing = `missing-${randomUUID()}`;
    const { source, handler } = testSource(topic, { topics: [topic.name, missing] });
    await expect(source.start(handler)).rejects.toMatchObject({
      code: 'topic-missing',
      message: expect.stringContaining(`no topic "${missing}"`) as string,
    });
    expect(handler.failures).toEqual([]);
    expect(await withAdmin(topic, (admin) => admin.listTopics())).not.toContain(missing);
  }));

test('The source fails within seconds when a topic that was there does not come back.', () =>
  withWorld(async (world) => {
    const topic = await world.topic({});

    await withSource(topic, { missingTopicTimeoutMs: undefined }, async ({ handler }) => {
      await withAdmin(topic, (admin) => admin.deleteTopics({ topics: [topic.name] }));
      // Readiness, status and alerts hear of it only then.
      await eventually(
        () => {
          expect(handler.failures).toMatchObject([{ code: 'topic-missing', retryable: true }]);
        },
        { withinMs: 20_000 },
      );
      await withAdmin(topic, (admin) => admin.createTopics({ topics: [{ topic: topic.name }] }));
    });
  }));

test('The source waits for a Kafka that cannot be reached, says so, and can be closed meanwhile.', async () => {
  const { source, handler, log } = testSource({ name: 'any', brokers: '127.0.0.1:1' });
  const started = source.start(handler);
  await eventually(() => {
    expect(log.lines.join()).toContain('a new one starts after a pause');
  });
  await source.close();
  await expect(started).rejects.toMatchObject({ code: 'refused' });
  expect(handler.failures).toEqual([]);
});

test('The source can be started once only.', () =>
  withTopic({}, async (topic) => {
    await withSource(topic, {}, async ({ source, handler }) => {
      await expect(source.start(handler)).rejects.toMatchObject({ code: 'refused' });
    });
  }));
