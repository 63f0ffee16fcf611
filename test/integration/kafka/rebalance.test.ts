import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Membership } from '../../../src/kafka/consumer/membership';
import type { BatchControl, SourceBatch } from '../../../src/records/record-source';
import { eventually } from '../../../harness/eventually';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { withTopic } from '../../../harness/with-topic';
import type { RecordingHandler } from './recording-handler';
import { type TestSource, testSource, withSource } from './with-source';

const groupId = (): string => `rebalance-${randomUUID()}`;

const fill = async (topic: KafkaTopic, partitions: number, count: number): Promise<void> => {
  for (let partition = 0; partition < partitions; partition += 1) {
    await topic.produce(
      Array.from({ length: count }, (_, index) => ({
        partition,
        key: 'k',
        value: `${partition}/${index}`,
      })),
    );
  }
};

/** Works through batches slowly, commits what is done when it is revoked, and lists what it has done. */
const slowly = (handler: RecordingHandler, perRecordMs: number): string[] => {
  const done: string[] = [];
  handler.batch = async ({ partition, records, nextOffset }: SourceBatch, { revoked }: BatchControl) => {
    let next = nextOffset;
    for (const record of records) {
      if (revoked.aborted) {
        next = record.offset;
        break;
      }
      await delay(perRecordMs);
      done.push(record.value?.toString() ?? '');
    }
    await handler.source?.commit([{ partition, next }]);
  };
  return done;
};

const withTwo = async (first: TestSource, second: TestSource, body: () => Promise<void>): Promise<void> => {
  try {
    await body();
  } finally {
    await Promise.all([first.source.close(), second.source.close()]);
  }
};

test('The source moves half-done batches between members that join and leave, with nothing lost and nothing twice.', () =>
  withTopic({ partitions: 2 }, async (topic) => {
    await fill(topic, 2, 100);
    const group = groupId();
    const [a, b] = [testSource(topic, { groupId: group }), testSource(topic, { groupId: group })];
    const [doneByA, doneByB] = [slowly(a.handler, 20), slowly(b.handler, 20)];
    await withTwo(a, b, async () => {
      await a.source.start(a.handler);
      await eventually(() => {
        expect(doneByA.length).toBeGreaterThan(20);
      });
      await b.source.start(b.handler);
      await eventually(() => {
        expect(doneByB.length).toBeGreaterThan(10);
        expect(a.handler.partitions).toHaveLength(1);
      });
      await a.source.drain();
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual([100n, 100n]);
      });
      const all = [...doneByA, ...doneByB];
      expect(all).toHaveLength(200);
      expect(new Set(all).size).toBe(200);
      expect(a.handler.failures).toEqual([]);
    });
  }));

test('The source lets the handler commit before its partitions go to another member, also when no batch is running.', () =>
  withTopic({ partitions: 2 }, async (topic) => {
    await fill(topic, 2, 50);
    const group = groupId();
    const [a, b] = [testSource(topic, { groupId: group }), testSource(topic, { groupId: group })];
    a.handler.batch = (batch) => {
      for (const record of batch.records) a.handler.delivered.push({ partition: batch.partition, record });
      return Promise.resolve(); // durable later: nothing is committed yet
    };
    a.handler.onRevoking = async () => {
      await delay(1_000);
      await a.source.commit(a.handler.partitions.map((partition) => ({ partition, next: 50n })));
    };
    await withTwo(a, b, async () => {
      await a.source.start(a.handler);
      await eventually(() => {
        expect(a.handler.delivered).toHaveLength(100);
      });
      await b.source.start(b.handler);
      expect(a.handler.revocations).toBe(1);
      expect(await topic.committedOffsets(group)).toEqual([50n, 50n]);
      await topic.produce([
        { partition: 0, value: 'later' },
        { partition: 1, value: 'later' },
      ]);
      await eventually(() => {
        expect(b.handler.values).toEqual(['later']);
      });
    });
  }));

test('The source leaves out commits for partitions of an earlier assignment, and those of a handler that settles too late.', () =>
  withTopic({ partitions: 2 }, async (topic) => {
    await fill(topic, 2, 50);
    const group = groupId();
    const options = { groupId: group, drainTimeoutMs: 500 };
    const [a, b] = [testSource(topic, options), testSource(topic, options)];
    const settle: (() => void)[] = [];
    a.handler.onBatch = () =>
      new Promise((resolve) => {
        settle.push(resolve);
      });
    await withTwo(a, b, async () => {
      await a.source.start(a.handler);
      await eventually(() => {
        expect(a.handler.delivered).toHaveLength(100);
      });
      const early = a.handler.partitions;
      b.handler.onBatch = () => new Promise(() => undefined);
      await b.source.start(b.handler);
      await eventually(() => {
        expect(a.handler.assignments).toHaveLength(2);
      });
      for (const late of settle.slice(0, 2)) late(); // of the assignment that is over
      await a.source.commit(early.map((partition) => ({ partition, next: 50n })));
      expect(await topic.committedOffsets(group)).toEqual([-1n, -1n]);
      expect(a.log.lines.join()).toContain('given up before their records are settled');
      const [held] = a.handler.partitions;
      if (held === undefined) throw new Error('A holds no partition');
      await a.source.commit([{ partition: held, next: 7n }]);
      const expected = [-1n, -1n];
      expected[held.partition] = 7n;
      expect(await topic.committedOffsets(group)).toEqual(expected);
    });
  }));

test('The source gives each assignment new partition objects with a larger epoch.', () =>
  withTopic({ partitions: 2 }, async (topic) => {
    const group = groupId();
    const [a, b] = [testSource(topic, { groupId: group }), testSource(topic, { groupId: group })];
    await withTwo(a, b, async () => {
      await a.source.start(a.handler);
      await b.source.start(b.handler);
      await eventually(() => {
        expect(a.handler.assignments).toHaveLength(2);
      });
      const [first, second] = a.handler.assignments.map((partitions) => partitions.map((it) => it.assignmentEpoch));
      expect(first).toEqual([1, 1]);
      expect(second).toEqual([2]);
    });
  }));

test('The source keeps its partitions while a batch takes longer than the session.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await topic.produce([{ value: 'slow' }]);
    await withSource(
      topic,
      { groupId: group, sessionTimeoutMs: 6_000 },
      async ({ handler }) => {
        await eventually(() => {
          expect(handler.delivered).toHaveLength(1);
        });
        await eventually(async () => {
          expect(await topic.committedOffsets(group)).toEqual([1n]);
        });
        expect(handler.assignments).toHaveLength(1);
        expect(handler.values).toEqual(['slow']);
      },
      (handler) => {
        handler.onBatch = () => delay(8_000);
      },
    );
  }));

test('The source joins anew for records that it has given up by itself, also when nothing else is to be read.', () =>
  withTopic({}, async (topic) => {
    await topic.produce([{ value: 'pending' }]);
    await withSource(
      topic,
      {},
      async ({ source, handler }) => {
        await eventually(() => {
          expect(handler.values).toEqual(['pending']);
        });
        // This is the state after a session without heartbeats that the broker has not noticed.
        const { member } = source as unknown as { readonly member: { readonly membership: Membership } };
        await member.membership.current?.lose();
        await eventually(() => {
          expect(handler.values).toEqual(['pending', 'pending']);
          expect(handler.assignments).toHaveLength(2);
        });
      },
      (handler) => {
        handler.batch = ({ partition, records }) => {
          for (const record of records) handler.delivered.push({ partition, record });
          return Promise.resolve(); // durable later
        };
      },
    );
  }));

test('The source reads partitions that are added from their first record.', () =>
  withTopic({}, async (topic) => {
    await topic.produce([{ partition: 0, value: 'old' }]);
    await withSource(topic, {}, async ({ handler }) => {
      await topic.growTo(3);
      await eventually(async () => {
        await topic.produce([1, 2].map((partition) => ({ partition, value: `new ${partition}` })));
        expect((await topic.endOffsets()).slice(1)).not.toContain(0n); // kafkajs drops what it has no leader for
      });
      await eventually(() => {
        expect(new Set(handler.values)).toEqual(new Set(['old', 'new 1', 'new 2']));
      });
      expect(handler.values.filter((value) => value === 'old')).toHaveLength(1);
    });
  }));
