// What operators with alerts see of trouble that shows in no record and no key.
import { freePort } from '../../src/engines/free-port';
import { eventually } from '../../harness/eventually';
import { keyedRecords } from '../../harness/keyed-records';
import { withAdmin } from '../../harness/with-admin';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { withCliWorld } from '../support/gateway/cli-world';
import { openConsole } from '../support/gateway/console-process';
import { withGateway } from '../support/gateway/gateway-process';
import { documentOf } from '../support/gateway/run-cli';

const closedIn = (text: string): number =>
  Number(/^sluice_workflows_closed\{route="main"\} (\d+)$/m.exec(text)?.[1] ?? NaN);

test('A workflow that somebody closed is seen before a record comes for its key: in metrics, status, its exit code and the console.', async () => {
  await withCliWorld({}, async ({ topic, api, shape, cli, also }) => {
    const port = await freePort();
    const env = { SLUICE_METRICS_LISTEN: String(port) };
    const scraped = async (): Promise<number> =>
      closedIn(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    await topic.produce(keyedRecords({ keys: 3, perKey: 1 }));
    await withGateway({ shape, apiUrl: api.url, env }, async () => {
      await eventually(async () => {
        expect(api.effects).toHaveLength(3);
        expect(await scraped()).toBe(0);
      });
      expect((await cli('status', '--exit-code')).code).toBe(0);

      const client = await also.client();
      await client.workflow.getHandle(hostWorkflowId(shape.name, 'main', 'key-1', 0)).terminate('by the test');
      await eventually(async () => {
        expect(await scraped()).toBe(1);
      });
      const status = await cli('status', '--exit-code', '--json');
      expect(status.code).toBe(8);
      expect(documentOf(status)).toMatchObject({
        ok: false,
        routes: [{ route: 'main', parked: 0, held: 0, closed: { workflows: 1, complete: true } }],
      });
      const words = await cli('status');
      expect(words.stdout).toMatch(/not moving\n {2}1 workflow of main was closed\n {4}.*keys restart --all -r main/);
      const { get } = await openConsole(also, { shape, apiUrl: api.url, env });
      expect(await get('/api/overview')).toMatchObject({ routes: [{ route: 'main', closed: 1 }] });
      expect(await get('/api/key?route=main&key=key-1')).toMatchObject({ key: { status: 'held' } });

      expect((await cli('keys', 'restart', '--all', '-r', 'main', '--yes')).code).toBe(0);
      await eventually(async () => {
        expect(await scraped()).toBe(0);
        expect((await cli('status', '--exit-code')).code).toBe(0);
      });
    });
  });
});

test('A gateway whose topic was deleted is not ready, and says why, without a restart and without a record.', async () => {
  await withCliWorld({}, async ({ topic, api, shape, cli }) => {
    const port = await freePort();
    await topic.produce(keyedRecords({ keys: 1, perKey: 1 }));
    await withGateway({ shape, apiUrl: api.url, env: { SLUICE_METRICS_LISTEN: String(port) } }, async () => {
      const ready = (): Promise<Response> => fetch(`http://127.0.0.1:${port}/readyz`);
      await eventually(async () => {
        expect([api.effects.length, (await ready()).status]).toEqual([1, 200]);
      });
      await topic.delete();
      const deletedAt = Date.now();
      await eventually(async () => {
        const answer = await ready();
        expect(answer.status).toBe(503);
        expect(await answer.text()).toContain('topic-missing');
      });
      // Five seconds on an idle machine. A bridge that waits for the topic to come back says so half a minute later.
      expect(Date.now() - deletedAt).toBeLessThan(25_000);
      const asked = await cli('health', '--ready', '--at', String(port));
      expect([asked.code, asked.stdout]).toEqual([1, expect.stringContaining('topic-missing')]);
      // Whoever has opened the world deletes it again.
      await withAdmin(topic, (admin) => admin.createTopics({ topics: [{ topic: topic.name }] }));
    });
  });
});
