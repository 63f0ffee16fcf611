import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { withCliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { keyedRecords } from '../../harness/keyed-records';
import { documentOf } from '../support/gateway/run-cli';
import { listed, ok, ROUTE, type ListedKeys } from '../support/scenarios/operated-keys';
import { withTemporalClient } from '../support/engines/temporal-client';

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  test('Commands for all keys act on those of a destination, and Temporal finds these by one query.', async () => {
    await withCliWorld({ lanes, kind: 'either' }, async (world) => {
      const { topic, api, shape } = world;
      api.react = () => ({ status: 422 });
      const records = ['api', 'other', 'other', 'other'].map((to, index) => {
        const key = `key-${index}`;
        return { key, value: JSON.stringify({ key, seq: 0, to }) };
      });
      await topic.produce(records);
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(async () => {
          expect(await listed(world)).toHaveLength(4);
        });
        const hosts = new Set([1, 2, 3].map((key) => hostWorkflowId(shape.name, 'main', `key-${key}`, lanes)));
        await withTemporalClient((client) =>
          eventually(async () => {
            const query = `SluiceRoute = '${shape.name}/main' AND SluiceStatus = 'parked' AND SluiceDestination = 'other' AND SluiceCause = 'http-status:422'`;
            const found = new Set<string>();
            for await (const { workflowId } of client.workflow.list({ query })) found.add(workflowId);
            expect(found).toEqual(hosts);
          }),
        );
        const first = documentOf(
          await world.cli('keys', 'list', ...ROUTE, '--destination', 'other', '-l', '2', '--json'),
        );
        const { page } = first as { page: string };
        const rest = await listed(world, '--destination', 'other', '-l', '2', '--page', page);
        const all = [...(first as { keys: ListedKeys }).keys, ...rest].map(({ chain }) => chain).sort();
        expect(all).toEqual(['key-1', 'key-2', 'key-3']);
        expect(await listed(world, '--error', 'timeout')).toEqual([]);

        const calls = api.calls.length;
        const dry = await ok(world, 'retry', '--all', '--destination', 'other', '--dry-run');
        expect(dry).toMatchObject({ matched: 3, done: 0 });
        expect(api.calls).toHaveLength(calls);
        api.react = () => ({ status: 200 });
        expect(await ok(world, 'retry', '--all', '--yes', '--destination', 'other')).toMatchObject({
          matched: 3,
          done: 3,
          failed: 0,
        });
        await eventually(() => {
          expect(api.effects.map(({ path }) => path)).toEqual(['/other', '/other', '/other']);
        });
        expect(await ok(world, 'retry', '--all', '--yes', ...ROUTE, '--destination', 'other')).toMatchObject({
          failed: 0,
        });
        expect(await listed(world)).toMatchObject([{ chain: 'key-0' }]);
      });
    });
  });
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  test('A command for all keys reports those that it fails for, and goes on with the others.', async () => {
    await withCliWorld({ lanes }, async (world) => {
      const { topic, api, shape } = world;
      api.react = () => ({ status: 422 });
      await topic.produce(keyedRecords({ keys: 2, perKey: 1 }));
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(async () => {
          expect(await listed(world)).toHaveLength(2);
        });
      });
      // Without a worker nobody answers: each key is a failure of its own.
      const answer = await world.cli('keys', 'retry', '--all', '--yes', '--json');
      expect(answer.code).toBe(1);
      expect(documentOf(answer)).toMatchObject({ ok: false, done: 0, failures: expect.any(Array) as unknown[] });
    });
  });
});
