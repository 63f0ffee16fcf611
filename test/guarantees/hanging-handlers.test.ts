import { NativeConnection, Worker } from '@temporalio/worker';
import path from 'node:path';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import type { Log } from '../../src/log';
import { workflowBundle } from '../../src/temporal/bundle/workflow-bundle';
import { withWorld } from '../support/gateway/world';

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Node 20 ends the process where a step is stopped. */
const survives = Number(process.versions.node.split('.')[0]) > 20;

test('I10: a handler in an endless loop is told by its route and key, also in a lane', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const api = await world.recorder();
    const shape = { name: uniqueName(), topics: [topic.name], lanes: 1, kind: 'ask' } as const;
    api.react = () => ({ status: 200, body: '{"text":"answered"}' });
    const gateway = await world.gateway({ shape, apiUrl: api.url });
    await topic.produce(keyedRecords({ keys: 3, perKey: 1 }));
    await eventually(() => {
      expect(api.effects).toHaveLength(6);
    });
    await topic.produce([{ key: 'endless', value: '{"key":"endless","seq":0,"act":"loop"}' }]);
    const route = `"key":"endless","workflowId":"${shape.name}/`;
    await eventually(() => {
      expect(gateway.output).toMatch(new RegExp(`"level":"warn".*"route":"[^"]+",${route}.*"seconds":5`));
    });
    await gateway.kill();
  });
});

(survives ? test : test.skip)(
  'I10: a step that does not end fails its workflow task alone, and other workflows of its thread go on',
  async () => {
    await withWorld(async (world) => {
      const client = await world.client();
      const taskQueue = uniqueName();
      const handlers = path.join(__dirname, '../fixtures/promises/workflows.ts');
      const connection = await NativeConnection.connect({ address: engineAddress('temporal') });
      world.atEnd(() => connection.close());
      const bound = { isolateExecutionTimeout: '2s' };
      const workflowBundleOf = await workflowBundle(handlers, log);
      const worker = await Worker.create({ connection, taskQueue, workflowBundle: workflowBundleOf, ...bound });
      await worker.runUntil(async () => {
        const start = (workflow: string): ReturnType<typeof client.workflow.start> =>
          client.workflow.start(workflow, { taskQueue, workflowId: uniqueName() });
        const looping = await start('loops');
        await eventually(async () => {
          const { events } = await looping.fetchHistory();
          const failed = events?.find((event) => event.workflowTaskFailedEventAttributes);
          expect(failed?.workflowTaskFailedEventAttributes?.failure?.message).toContain('timed out after 2000ms');
        });
        await expect((await start('throwsLater')).result()).rejects.toMatchObject({
          cause: { message: 'thrown after a wait' },
        });
        await looping.terminate();
      });
    });
  },
);
