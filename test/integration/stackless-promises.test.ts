import path from 'node:path';
import { Worker, NativeConnection } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import type { Log } from '../../src/log';
import { workflowBundle } from '../../src/temporal/bundle/workflow-bundle';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { withTemporalClient } from '../support/engines/temporal-client';
import { uniqueName } from '../../harness/unique-name';

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

type Start = (workflow: string) => ReturnType<Client['workflow']['start']>;

const withWorker = (body: (start: Start) => Promise<void>): Promise<void> =>
  withTemporalClient(async (client) => {
    const taskQueue = uniqueName();
    const handlers = path.join(__dirname, '../fixtures/promises/workflows.ts');
    const connection = await NativeConnection.connect({ address: engineAddress('temporal') });
    const worker = await Worker.create({ connection, taskQueue, workflowBundle: await workflowBundle(handlers, log) });
    const started: Awaited<ReturnType<Start>>[] = [];
    try {
      await worker.runUntil(
        body(async (workflow) => {
          const handle = await client.workflow.start(workflow, { taskQueue, workflowId: uniqueName() });
          started.push(handle);
          return handle;
        }),
      );
    } finally {
      await Promise.allSettled(started.map((handle) => handle.terminate()));
      await connection.close();
    }
  });

// What Temporal's worker does with a promise is told by its code alone: another version may ask in other words.
test('A worker takes no stack of each promise, keeps those of errors, and knows whose a forgotten rejection is.', async () => {
  await withWorker(async (start) => {
    const waiting = await start('waits');
    expect(await waiting.query('__stack_trace')).toBe('');
    const failure = (await start('throwsLater')).result();
    await expect(failure).rejects.toMatchObject({
      cause: { message: 'thrown after a wait', stack: expect.stringContaining('promises/workflows.ts') as string },
    });
    const forgetting = await start('forgets');
    await eventually(async () => {
      const { events } = await forgetting.fetchHistory();
      const failed = events?.find(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes);
      expect(failed?.workflowTaskFailedEventAttributes?.failure?.message).toContain('forgotten');
    });
    await expect((await start('throwsLater')).result()).rejects.toThrow();
  });
});
