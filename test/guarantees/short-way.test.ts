import type { Client } from '@temporalio/client';
import { SNAPSHOT_QUERY, type ChainStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';
import { chainOf } from '../support/scenarios/chain-of';
import { markRun } from '../support/scenarios/mark-run';
import { ok, RawApi, type RawCall } from '../support/scenarios/raw-api';

/** How often a workflow had a marker of a local activity, and an activity. */
const madeIn = async (
  client: Client,
  workflowId: string,
): Promise<readonly [inTasks: number, byActivities: number]> => {
  const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
  const markers = events?.filter(
    ({ markerRecordedEventAttributes: marker }) => marker?.markerName === 'core_local_activity',
  );
  const activities = events?.filter(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled != null);
  return [markers?.length ?? 0, activities?.length ?? 0];
};

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I6, I7, I12: the call of a record that comes alone is made inside its workflow task, by one worker at a time; what a killed worker or a closed run may have sent there is in doubt', async () => {
    await withWorld(async (world) => {
      const [topic, api] = [await world.topic({ partitions: 1 }), new RawApi()];
      await api.open();
      world.atEnd(() => api.close());
      const name = uniqueName();
      const retry = { initial: '50ms', maximum: '200ms', maxAttempts: 3 };
      const shape = {
        name,
        topics: [topic.name],
        lanes,
        kind: 'deliver',
        timeout: '5s',
        destination: { retry },
      } as const;
      const client = await world.client();
      const workflowIdOf = (key: string): string => hostWorkflowId(name, 'main', key, lanes);
      const statusOf = (key: string): Promise<ChainStatus | undefined> => chainOf(client, workflowIdOf(key), key);
      const callsOf = (key: string): readonly RawCall[] =>
        api.calls.filter(({ body }) => (JSON.parse(body) as { key: string }).key === key);
      const produce = (key: string): Promise<void> =>
        topic.produce([{ partition: 0, key, value: JSON.stringify({ key, seq: 0 }) }]);
      const mark = (key: string): Promise<void> =>
        markRun(client, workflowIdOf(key), () => topic.produce([{ partition: 0, key, value: '{"marks":true}' }]));
      const called = (key: string): Promise<void> =>
        eventually(() => {
          expect(callsOf(key)).toHaveLength(1);
        });

      const beside = await world.gateway({ shape, apiUrl: api.url, command: 'worker' });
      // The bridge knows of the worker beside it when it begins, so that its new runs begin with such calls.
      const first = await world.gateway({ shape, apiUrl: api.url });
      for (const records of [1, 2]) {
        await produce('first');
        await eventually(async () => {
          expect(await madeIn(client, workflowIdOf('first'))).toEqual([records, 0]);
        });
      }

      // A request that fails makes the server forget what it has in memory of a workflow. Speculative tasks, as those of
      // Updates, are there alone: it would give them to the other worker, too, while this call is under way.
      await mark('asked');
      api.react = () => ({ end: 'never' });
      await produce('asked');
      await called('asked');
      const nothing = { workflowId: workflowIdOf('asked'), activityId: 'none' };
      for (let asked = 0; asked < 5; asked += 1)
        await expect(client.activity.heartbeat(nothing, {})).rejects.toThrow('Not found');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(callsOf('asked')).toHaveLength(1);
      api.react = () => ok();
      await eventually(() => {
        expect(callsOf('asked')).toHaveLength(2);
      });

      for (const key of ['lost', 'closed']) await mark(key);
      api.react = () => ({ end: 'never' });
      await Promise.all([produce('lost'), produce('closed')]);
      await Promise.all([called('lost'), called('closed')]);
      await Promise.all([first.kill(), beside.kill()]);
      if (lanes === 0) await client.workflow.getHandle(workflowIdOf('closed')).terminate('while its call is under way');
      api.react = ({ body }) => (body.includes('"lost"') ? ok(422, '{}') : ok(409, '{}'));
      await world.gateway({ shape, apiUrl: api.url });
      if (lanes === 0) {
        // A query replays the closed run up to its end, with the task that was open then. That makes no call.
        await client.workflow.getHandle(workflowIdOf('closed')).query(SNAPSHOT_QUERY);
        expect(callsOf('closed')).toHaveLength(1);
      }
      if (lanes === 0) await runCli(['keys', 'restart', '-r', 'main', '-k', 'closed'], { shape, apiUrl: api.url });
      await eventually(
        async () => {
          for (const key of ['lost', 'closed']) {
            const status = await statusOf(key);
            expect(status).toMatchObject({ status: 'parked', failure: { code: 'http-status', perhapsDone: true } });
            expect(status?.doubts?.at(0)?.cause).toBe('worker-lost');
            expect(new Set(callsOf(key).map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
          }
        },
        { withinMs: 60_000 },
      );
    });
  });
});
