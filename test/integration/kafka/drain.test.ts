import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../../harness/eventually';
import { withTopic } from '../../../harness/with-topic';
import { type TestSource, testSource, withSource } from './with-source';

const groupId = (): string => `drain-${randomUUID()}`;
const never = (): Promise<void> => new Promise(() => undefined);

const seconds = async (work: () => Promise<void>): Promise<number> => {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1_000;
};

const openSockets = (): number => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('A drain of the source revokes, waits for running batches, lets the handler commit, and leaves the group.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await topic.produce([{ value: 'a' }, { value: 'b' }, { value: 'c' }]);
    const { source, handler } = testSource(topic, { groupId: group });
    const steps: string[] = [];
    handler.batch = async ({ partition }, { revoked }) => {
      steps.push('batch');
      await eventually(() => {
        expect(revoked.aborted).toBe(true);
      });
      await delay(200);
      await source.commit([{ partition, next: 1n }]);
      steps.push('batch settled');
    };
    handler.onRevoking = async () => {
      steps.push('revoking');
      await source.commit(handler.partitions.map((partition) => ({ partition, next: 2n })));
    };
    await source.start(handler);
    await eventually(() => {
      expect(steps).toEqual(['batch']);
    });
    await source.drain();
    expect(steps).toEqual(['batch', 'batch settled', 'revoking']);
    expect(await topic.committedOffsets(group)).toEqual([2n]);
    // The group is left: the next member need not wait for a session to end.
    await withSource(topic, { groupId: group }, async (next) => {
      await eventually(
        () => {
          expect(next.handler.values).toEqual(['c']);
        },
        { withinMs: 3_000 },
      );
    });
  }));

test('The source drains within its time although a batch never settles.', () =>
  withTopic({}, async (topic) => {
    await topic.produce([{ value: 'stuck' }]);
    const { source, handler, log } = testSource(topic, { drainTimeoutMs: 1_000 });
    handler.onBatch = never;
    handler.onRevoking = never;
    await source.start(handler);
    await eventually(() => {
      expect(handler.values).toEqual(['stuck']);
    });
    expect(await seconds(() => source.drain())).toBeLessThan(3.5);
    expect(log.lines.join()).toContain('given up before their records are settled');
  }));

test('The source closes at once although a batch never settles, and commits nothing any more.', () =>
  withTopic({}, async (topic) => {
    const group = groupId();
    await topic.produce([{ value: 'stuck' }]);
    const { source, handler } = testSource(topic, { groupId: group });
    handler.onBatch = never;
    await source.start(handler);
    await eventually(() => {
      expect(handler.values).toEqual(['stuck']);
    });
    expect(await seconds(() => source.close())).toBeLessThan(1);
    await source.commit(handler.partitions.map((partition) => ({ partition, next: 1n })));
    expect(await topic.committedOffsets(group)).toEqual([-1n]);
    expect(handler.revocations).toBe(0);
  }));

test('The source closes at once while it waits to join a group whose other member does not let go.', () =>
  withTopic({ partitions: 2 }, async (topic) => {
    await topic.produce([{ partition: 0, value: 'stuck' }]);
    const group = groupId();
    const holder: TestSource = testSource(topic, { groupId: group, drainTimeoutMs: 5_000 });
    holder.handler.onBatch = never;
    await holder.source.start(holder.handler);
    await eventually(() => {
      expect(holder.handler.values).toEqual(['stuck']);
    });
    const waiting = testSource(topic, { groupId: group });
    const started = waiting.source.start(waiting.handler).catch((error: unknown) => error);
    await delay(1_000); // no event tells that its JoinGroup is under way
    expect(await seconds(() => waiting.source.close())).toBeLessThan(2);
    expect(await started).toMatchObject({ code: 'refused' });
    await holder.source.close();
  }));

test('The source can be drained and closed again and again, before it was started and after.', () =>
  withTopic({}, async (topic) => {
    const early = testSource(topic);
    await early.source.drain();
    await early.source.close();
    await expect(early.source.start(early.handler)).rejects.toMatchObject({ code: 'refused' });
    const { source, handler } = testSource(topic);
    await source.start(handler);
    await Promise.all([source.drain(), source.drain(), source.close()]);
    await source.drain();
    await source.close();
    expect(handler.failures).toEqual([]);
  }));

test.each(['drain', 'close'] as const)('The source leaves no socket and no timer behind after %s.', (stop) =>
  withTopic({ partitions: 3 }, async (topic) => {
    await topic.produce([{ value: 'a' }, { value: 'b' }]);
    await delay(200); // what the topic's own clients have begun is over
    const before = { sockets: openSockets(), timers: timers() };
    const { source, handler } = testSource(topic);
    await source.start(handler);
    await eventually(() => {
      // A producer that repeats a request may write a record twice.
      expect(handler.delivered.length).toBeGreaterThanOrEqual(2);
    });
    expect(openSockets()).toBeGreaterThan(before.sockets);
    await source[stop]();
    await eventually(
      () => {
        expect(openSockets()).toBeLessThanOrEqual(before.sockets);
        expect(timers()).toBeLessThanOrEqual(before.timers + 1); // eventually's own
      },
      { withinMs: 2_000 },
    );
  }),
);

test('The source does next to nothing while there is nothing to read.', () =>
  withTopic({}, async (topic) => {
    await withSource(topic, { maxWaitMs: 500 }, async () => {
      const timersSet = jest.spyOn(globalThis, 'setTimeout');
      try {
        await delay(1_000);
        // kafkajs as published arms a 1 ms timer for each connection again and again.
        expect(timersSet.mock.calls.length).toBeLessThan(50);
      } finally {
        timersSet.mockRestore();
      }
    });
  }));
