import path from 'node:path';
import type { Client } from '@temporalio/client';
import { NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { Log } from '../../../src/log';
import { workflowBundle } from '../../../src/temporal/bundle/workflow-bundle';
import { engineAddress } from '../../../harness/engine-address';
import { eventually } from '../../../harness/eventually';
import { uniqueName } from '../../../harness/unique-name';
import { withTemporalClient } from '../engines/temporal-client';

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The workflows of test/fixtures/realm, bundled as a gateway's are. */
export const realmBundle = (): Promise<WorkflowBundle> =>
  workflowBundle(path.join(__dirname, '../../fixtures/realm/workflows.ts'), log);

export type StartRealm = (workflow: string, ...args: unknown[]) => ReturnType<Client['workflow']['start']>;
export type RealmHandle = Awaited<ReturnType<StartRealm>>;

/** Gives `body` what starts workflows on one worker, whose thread has one realm for all of them. */
export const withRealmWorker = (bundle: WorkflowBundle, body: (start: StartRealm) => Promise<void>): Promise<void> =>
  withTemporalClient(async (client) => {
    const taskQueue = uniqueName();
    const connection = await NativeConnection.connect({ address: engineAddress('temporal') });
    const worker = await Worker.create({ connection, taskQueue, workflowBundle: bundle });
    const started: RealmHandle[] = [];
    try {
      await worker.runUntil(
        body(async (workflow, ...args) => {
          const handle = await client.workflow.start(workflow, { taskQueue, workflowId: uniqueName(), args });
          started.push(handle);
          return handle;
        }),
      );
    } finally {
      await Promise.allSettled(started.map((handle) => handle.terminate()));
      await connection.close();
    }
  });

/** How often a task of the workflow has completed, and how often one has failed. */
export const tasksOf = async (handle: RealmHandle): Promise<{ readonly done: number; readonly failed: number }> => {
  const { events } = await handle.fetchHistory();
  const done = events?.filter((event) => event.workflowTaskCompletedEventAttributes != null) ?? [];
  const failed = events?.filter((event) => event.workflowTaskFailedEventAttributes != null) ?? [];
  return { done: done.length, failed: failed.length };
};

/** Waits until a task of the workflow has completed or failed. */
export const tried = async (handle: RealmHandle): Promise<void> => {
  await eventually(async () => {
    const { done, failed } = await tasksOf(handle);
    expect(done + failed).toBeGreaterThan(0);
  });
};
