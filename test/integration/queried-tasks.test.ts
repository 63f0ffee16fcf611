// What a query makes of the workflow tasks in which calls are made, on a real server, and in the SDK's own machinery.
import { Context } from '@temporalio/activity';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { AT_ONCE_WORKFLOW, RECORDS_SIGNAL, SNAPSHOT_QUERY } from '../../src/model/contract/contract';
import type { AtOnceAnswer, TaskPlace } from '../../src/model/contract/at-once-contract';
import type { EffectBatch } from '../../src/model/contract/effect-contract';
import { workflowBundle } from '../../src/temporal/bundle/workflow-bundle';
import { taskHistory } from '../../src/temporal/keys/task-history';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { withTemporalClient } from '../support/engines/temporal-client';

type PerformAtOnce = (batch: EffectBatch, place: TaskPlace) => Promise<AtOnceAnswer>;

const ignore = (): void => undefined;
const LOG = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const SINKS = { sluice: { tell: { fn: ignore }, count: { fn: ignore } } };

/** Sends a record that comes alone, for a key whose workflow begins with it if there is none. */
const sendTo = (client: Client, taskQueue: string, key: string, offset: number): Promise<WorkflowHandle> => {
  const record = { partition: 0, leaderEpoch: 0, offset: String(offset), key, chain: key, timestamp: 0 };
  const signal = {
    ...{ stream: { id: 's', topic: 't' }, atOnceMs: 5_000 },
    records: [{ ...record, value: { json: 1 } }],
  };
  return client.workflow.signalWithStart(AT_ONCE_WORKFLOW, {
    ...{ workflowId: `${taskQueue}-${key}`, taskQueue, signal: RECORDS_SIGNAL, signalArgs: [signal] },
    args: [{ gateway: 'g', route: 'r', hosting: { kind: 'key', chain: key, key } }],
  });
};

interface Pair {
  readonly one: Worker;
  readonly other: Worker;
}

/** Gives `body` two workers whose calls are the test's to make, and which have not begun to ask the server for tasks. */
const withWorkers = async (
  { taskQueue, maxCachedWorkflows = 100 }: { readonly taskQueue: string; readonly maxCachedWorkflows?: number },
  performAtOnce: (connection: NativeConnection) => PerformAtOnce,
  body: (pair: Pair) => Promise<void>,
): Promise<void> => {
  const bundle = await workflowBundle(undefined, LOG);
  const connect = (): Promise<NativeConnection> => NativeConnection.connect({ address: engineAddress('temporal') });
  const connections = [await connect(), await connect()] as const;
  const worker = (connection: NativeConnection): Promise<Worker> =>
    Worker.create({
      ...{ connection, taskQueue, workflowBundle: bundle, sinks: SINKS, maxCachedWorkflows },
      activities: { performAtOnce: performAtOnce(connection) },
    });
  try {
    const [one, other] = [await worker(connections[0]), await worker(connections[1])];
    await body({ one, other });
  } finally {
    for (const connection of connections) await connection.close();
  }
};

const settled = ({ chains }: EffectBatch): AtOnceAnswer => ({
  outcomes: chains.map(({ chain }) => ({ chain, settled: 1 })),
});

test('I12: A query of a run that was closed before any worker had its last records is not taken for the task of those records.', async () => {
  await withTemporalClient(async (client) => {
    const taskQueue = uniqueName();
    const places: TaskPlace[] = [];
    const perform: PerformAtOnce = (batch, place) => {
      places.push(place);
      return Promise.resolve(settled(batch));
    };
    await withWorkers(
      { taskQueue },
      () => perform,
      async ({ one, other }) => {
        const handle = await sendTo(client, taskQueue, 'k', 1);
        const isDone = async (): Promise<void> => {
          const { events } = await handle.fetchHistory();
          expect(events?.some((event) => event.markerRecordedEventAttributes != null)).toBe(true);
        };
        await one.runUntil(() => eventually(isDone));
        await sendTo(client, taskQueue, 'k', 2);
        await handle.terminate();
        const answer = handle.query(SNAPSHOT_QUERY);
        await other.runUntil(() => answer);
      },
    );
    const [before, ...queried] = places.map(({ first }) => first);
    expect(before).toBe(true);
    expect(queried.filter((first) => first === true)).toEqual([]);
  });
});

interface Begun {
  readonly chain: string;
  readonly startedId: number;
  readonly first: boolean;
}

/** What was begun for keys that had begun before, in an earlier task. */
const begunAgain = (begun: readonly Begun[]): readonly Begun[] =>
  begun.filter(({ chain, startedId }) => begun.some((one) => one.chain === chain && one.startedId < startedId));

test('I6, I12: A task that is completed because a query came with its record leaves the record in doubt for a worker that begins it again.', async () => {
  await withTemporalClient(async (client) => {
    const taskQueue = uniqueName();
    const ended = new AbortController();
    const begun: Begun[] = [];
    const perform =
      (connection: NativeConnection): PerformAtOnce =>
      async (batch, place) => {
        const { workflowId = '', runId = '' } = Context.current().info.workflowExecution ?? {};
        const run = { namespace: 'default', workflowId, runId };
        const { first } = place.first === true ? { first: true } : await taskHistory(connection, run, place);
        begun.push({ chain: batch.chains[0]?.chain ?? '', startedId: place.startedId, first });
        // A call that is under way until the test has seen enough.
        await eventually(
          () => {
            expect(ended.signal.aborted).toBe(true);
          },
          { withinMs: 60_000 },
        );
        return settled(batch);
      };
    const isAgain = (): void => {
      expect(begunAgain(begun).length).toBeGreaterThan(0);
    };
    // They keep no workflow between tasks: one that keeps some forgets them whenever others need the room.
    await withWorkers({ taskQueue, maxCachedWorkflows: 0 }, perform, async ({ one, other }) => {
      const queries: Promise<unknown>[] = [];
      for (const key of ['a', 'b', 'c', 'd']) {
        const handle = await sendTo(client, taskQueue, key, 1);
        queries.push(handle.query(SNAPSHOT_QUERY));
      }
      // The server has them before a worker asks for the tasks.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const seen = Promise.all(queries)
        .then(() => eventually(isAgain, { withinMs: 30_000 }))
        .finally(() => {
          ended.abort();
        });
      await one.runUntil(other.runUntil(seen));
    });
    expect(begunAgain(begun).filter(({ first }) => first)).toEqual([]);
  });
});
