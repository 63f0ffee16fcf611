import type { Client } from '@temporalio/client';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { withGateway } from '../support/gateway/gateway-process';
import { withWorld } from '../support/gateway/world';
import { markRun } from '../support/scenarios/mark-run';

const ROUNDS = 4;
/** Far more than what is quick. */
const SLOW_MS = 500;

/** How many calls were made inside the workflow's tasks that have ended. */
const inTasks = async (client: Client, workflowId: string): Promise<number> => {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter(
    ({ markerRecordedEventAttributes: marker }) => marker?.markerName === 'core_local_activity',
  ).length;
};

/** True if the workflow waits for a call by an activity, so that its other keys go on. */
const byActivity = async (client: Client, workflowId: string): Promise<boolean> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? []).length > 0;
};

test('I10: a key whose calls are slow holds up the other keys of its lane once, and not again with each of its records', async () => {
  await withWorld(async (world) => {
    const [topic, api, client] = [await world.topic({ partitions: 1 }), await world.recorder(), await world.client()];
    const shape = { name: uniqueName(), topics: [topic.name], lanes: 1, kind: 'deliver' } as const;
    const lane = hostWorkflowId(shape.name, 'main', 'slow', 1);
    const produce = (key: string): Promise<void> => topic.produce([{ partition: 0, key, value: '{}' }]);
    await withGateway({ shape, apiUrl: api.url }, async () => {
      /** Until the calls of the route are made inside tasks, whatever of them was slow before. */
      const untilQuick = async (): Promise<void> => {
        await eventually(
          async () => {
            const before = await inTasks(client, lane);
            await markRun(client, lane, () => produce('quick'));
            expect(await inTasks(client, lane)).toBeGreaterThan(before);
          },
          { withinMs: 120_000 },
        );
      };
      await markRun(client, lane, () => produce('quick'));
      const apart: boolean[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await untilQuick();
        const calls = api.calls.length;
        let release = (): void => undefined;
        api.held = new Promise((resolve) => (release = resolve));
        await produce('slow');
        await eventually(() => {
          expect(api.calls).toHaveLength(calls + 1);
        });
        apart.push(await byActivity(client, lane));
        await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
        api.held = undefined;
        release();
        await eventually(() => {
          expect(api.calls.at(-1)?.endedAt).toBeDefined();
        });
      }
      // A busy machine may keep even the first one apart, for another slow call.
      expect(apart.filter((is) => !is).length).toBeLessThanOrEqual(1);
    });
  });
});
