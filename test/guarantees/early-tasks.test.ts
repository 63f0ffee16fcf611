import { AT_ONCE_WORKFLOW } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';
import { chainOf } from '../support/scenarios/chain-of';
import { ok, RawApi } from '../support/scenarios/raw-api';

/** The longest time of a call that may be made inside a task: the task has 15 s, and is completed early after 12. */
const TIMEOUT = '10s';
/** The second call begins as late as it may, so that it lasts beyond that. */
const FIRST_CALL_MS = 2_600;

test('I12: what a worker called in a task that was completed early, because its calls take long, is in doubt if the worker is lost then', async () => {
  await withWorld(async (world) => {
    const [topic, api, client] = [await world.topic({ partitions: 1 }), new RawApi(), await world.client()];
    await api.open();
    world.atEnd(() => api.close());
    const name = uniqueName();
    const shape = {
      ...({ name, topics: [topic.name], lanes: 0, kind: 'deliver', timeout: TIMEOUT } as const),
      destination: { retry: { initial: '50ms', maximum: '200ms', maxAttempts: 3 } },
    };
    const id = hostWorkflowId(name, 'main', 'k', 0);
    const handle = client.workflow.getHandle(id);
    const produce = (...sent: readonly number[]): Promise<void> =>
      topic.produce(sent.map((seq) => ({ partition: 0, key: 'k', value: JSON.stringify({ seq }) })));
    const beside = await world.gateway({ shape, apiUrl: api.url, command: 'worker' });
    const gateway = await world.gateway({ shape, apiUrl: api.url });
    api.react = ({ body }) => (body === '{"seq":0}' ? { ...ok(), afterMs: FIRST_CALL_MS } : { end: 'never' });

    await produce(0, 1);
    await eventually(() => {
      expect(api.calls).toHaveLength(2);
    });
    expect((await handle.describe()).type).toBe(AT_ONCE_WORKFLOW);
    // It comes during the task, and so stands behind its early end: whoever replays the run takes it for a task of its own.
    await produce(2);
    await eventually(
      async () => {
        const { events } = await handle.fetchHistory();
        expect(events?.some((event) => event.workflowTaskCompletedEventAttributes != null)).toBe(true);
      },
      { withinMs: 20_000 },
    );
    await Promise.all([gateway.kill(), beside.kill()]);
    const { events } = await handle.fetchHistory();
    expect(events?.some((event) => event.markerRecordedEventAttributes != null)).toBe(false);

    api.react = () => ok(422, '{}');
    await world.gateway({ shape, apiUrl: api.url });
    await eventually(
      async () => {
        const status = await chainOf(client, id, 'k');
        expect(status).toMatchObject({ status: 'parked', failure: { code: 'http-status', perhapsDone: true } });
        expect(status?.doubts?.at(0)?.cause).toBe('worker-lost');
      },
      { withinMs: 60_000 },
    );
  });
});
