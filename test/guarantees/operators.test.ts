import { KEY_ATTRIBUTE, ROUTE_ATTRIBUTE } from '../../src/model/names/search-attributes';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { withCliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT } from '../../harness/keyed-records';
import { KEY, listed, ok } from '../support/scenarios/operated-keys';
import { withTemporalClient } from '../support/engines/temporal-client';

describe.each(IN_LANES)('operators, with $hosting', ({ lanes }) => {
  it('I4, I7: a paused key keeps its later records in order, over continue-as-new, and goes on when it is resumed', async () => {
    await withCliWorld({ lanes }, async (world) => {
      const { topic, api, shape } = world;
      const padding = 'x'.repeat(150_000);
      const record = (seq: number) => ({
        key: 'key-0',
        value: JSON.stringify({ key: 'key-0', seq, padding }),
        partition: 0,
      });
      const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', lanes);
      api.react = (call) => ({ status: bodyOf(call).seq === 1 ? 422 : 200 });
      await topic.produce([record(0), record(1)]);
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(async () => {
          expect(await listed(world)).toMatchObject([{ chain: 'key-0', waiting: 1 }]);
        });
        expect(await ok(world, 'pause', ...KEY)).toMatchObject({ changed: true });
        expect(await ok(world, 'pause', ...KEY)).toMatchObject({ changed: false });
        const runId = await withTemporalClient(
          async (client) => (await client.workflow.getHandle(workflowId).describe()).runId,
        );
        // These are more than a run's history may have: the workflow continues as new while the key is paused.
        for (let seq = 2; seq < 42; seq += 4) await topic.produce([0, 1, 2, 3].map((more) => record(seq + more)));
        await withTemporalClient((client) =>
          eventually(
            async () => {
              const { runId: now, typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
              expect(now).not.toBe(runId);
              // The attributes by which the workflow is found stay.
              const names = typedSearchAttributes.getAll().map(({ key }) => key.name);
              expect(names).toEqual(expect.arrayContaining([ROUTE_ATTRIBUTE, KEY_ATTRIBUTE, 'SluiceStatus']));
            },
            { withinMs: 150_000 },
          ),
        );
        await eventually(async () => {
          expect(await listed(world, '-s', 'paused')).toMatchObject([
            { chain: 'key-0', waiting: 41, beneath: 'parked' },
          ]);
        });
        api.react = () => ({ status: 200 });
        expect(await ok(world, 'retry', ...KEY)).toMatchObject({ changed: true, paused: true });
        expect(api.effects).toHaveLength(1);
        await ok(world, 'resume', ...KEY);
        expect(await ok(world, 'resume', ...KEY)).toMatchObject({ changed: false });
        await eventually(() => {
          expect(api.effects).toHaveLength(42);
        });
        expect(judge(api, { keys: 1, perKey: 42 })).toEqual(KEPT);
      });
    });
  });
});

describe.each(PER_KEY)('operators, with $hosting', ({ lanes }) => {
  it.each([
    { what: 'was refused', value: JSON.stringify({ key: 'key-0', seq: 1, wrong: true }), size: 0 },
    {
      what: 'was refused and waits by reference',
      value: JSON.stringify({ key: 'key-0', seq: 1, wrong: true }),
      size: 400_000,
    },
    { what: 'could not be decoded', value: '{oops', size: 0 },
  ])(
    'I4, I5: a record that $what is edited and tried under a key of its own, and the next ones follow',
    async ({ value, size }) => {
      await withCliWorld({ lanes }, async (world) => {
        const { topic, api, shape } = world;
        api.react = (call) => ({ status: call.body.includes('wrong') ? 422 : 200 });
        const whole = size === 0 ? value : value.replace('}', `,"padding":"${'x'.repeat(size)}"}`);
        const good = (seq: number): string => JSON.stringify({ key: 'key-0', seq });
        await topic.produce(
          [good(0), whole, good(2)].map((text) => ({ key: 'key-0', value: text, partition: 0, headers: { h: '1' } })),
        );
        await withGateway({ shape, apiUrl: api.url }, async () => {
          await eventually(async () => {
            expect(await listed(world)).toMatchObject([{ chain: 'key-0', waiting: 2 }]);
          });
          const edit = ['edit', ...KEY, '--value', good(1), '--header', 'by=ops'];
          const other = await world.cli('keys', ...edit, '--offset', '7');
          expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('not 7') as string });
          const broken = await world.cli('keys', 'edit', ...KEY, '--value', '{oops');
          expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('not json') as string });
          expect(await ok(world, ...edit, '--offset', '1')).toMatchObject({ changed: true, revision: 1 });
          await eventually(() => {
            expect(api.effects.map((call) => bodyOf(call).seq)).toEqual([0, 1, 2]);
          });
          expect(await ok(world, ...edit)).toMatchObject({ changed: false });
          const keys = api.calls.map(({ idempotencyKey }) => idempotencyKey.split('.').slice(-3).join('.'));
          expect(keys.at(-2)).toBe('1.0-1.deliver');
          expect(judge(api, { keys: 1, perKey: 3 })).toEqual(KEPT);
        });
      });
    },
  );
});
