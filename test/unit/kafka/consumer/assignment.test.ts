import { setImmediate as tick } from 'node:timers/promises';
import { Assignment } from '../../../../src/kafka/consumer/assignment';
import { ConsumedPartition } from '../../../../src/kafka/consumer/consumed-partition';
import type { OffsetManager } from '../../../../src/kafka/kafkajs-internals';
import type { SourceHandler } from '../../../../src/records/record-source';
import { silentLog } from '../silent-log';

const partition = { stream: { id: 's', topic: 't' }, partition: 0, assignmentEpoch: 1 };
const batch = { partition, records: [], nextOffset: 1n };
const never = (): Promise<void> => new Promise(() => undefined);

/**
 * This is far beyond any test: a batch that ends when it is told to needs another turn of the event loop, and a timer
 * that is due by then, since the machine was busy for that long, goes first.
 */
const NO_LIMIT_MS = 600_000;

const setUp = (overrides: Partial<SourceHandler> = {}, drainTimeoutMs = NO_LIMIT_MS) => {
  const steps: string[] = [];
  const handler: SourceHandler = {
    assigned: () => undefined,
    batch: async (_, { revoked }) => {
      while (!revoked.aborted) await tick();
      steps.push('batch ended');
    },
    revoking: () => {
      steps.push('revoking');
      return Promise.resolve();
    },
    failed: () => undefined,
    ...overrides,
  };
  const membership = {} as OffsetManager;
  const consumed = new ConsumedPartition(partition, undefined, undefined);
  const assignment = new Assignment([consumed], membership, handler, drainTimeoutMs, silentLog);
  return { assignment, steps };
};

test('An assignment ends when its running batches have ended and the handler has had its last commit.', async () => {
  const { assignment, steps } = setUp();
  const delivered = assignment.deliver(batch);
  expect(assignment.stillAssigned(partition)).toBeDefined();
  const revoked = assignment.revoke();
  expect(assignment.isRevoked).toBe(true);
  expect(assignment.mayCommit).toBe(true);
  await Promise.all([delivered, revoked, assignment.revoke(), assignment.lose()]);
  expect(steps).toEqual(['batch ended', 'revoking']);
  expect(assignment.stillAssigned(partition)).toBeUndefined();
});

test('An assignment ends in its time although neither batch nor last commit end.', async () => {
  const { assignment } = setUp({ batch: never, revoking: never }, 10);
  const delivered = assignment.deliver(batch);
  await Promise.all([assignment.revoke(), delivered]);
  expect(assignment.mayCommit).toBe(false);
});

test('An assignment allows no commit once it is lost, not even the last.', async () => {
  const { assignment } = setUp({
    revoking: () => {
      expect(assignment.stillAssigned(partition)).toBeUndefined();
      return Promise.resolve();
    },
  });
  await assignment.lose();
  expect.assertions(1);
});

test('An assignment ends at once when it is abandoned.', async () => {
  const { assignment, steps } = setUp({ batch: never });
  const delivered = assignment.deliver(batch);
  assignment.abandon();
  await delivered;
  expect(assignment.mayCommit).toBe(false);
  expect(steps).toEqual([]);
});

test('An assignment knows its partitions by object, and not an equal one of another assignment.', () => {
  const { assignment } = setUp();
  expect(assignment.stillAssigned({ ...partition })).toBeUndefined();
  expect(assignment.find('t', 0)).toBeDefined();
  expect(assignment.find('t', 1)).toBeUndefined();
  expect(assignment.find('u', 0)).toBeUndefined();
});

test('An assignment survives a last commit that throws.', async () => {
  const { assignment } = setUp({ revoking: () => Promise.reject(new Error('no commit')) });
  await assignment.revoke();
  expect(assignment.mayCommit).toBe(false);
});
