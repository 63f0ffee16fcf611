import { KEY_ATTRIBUTE, ROUTE_ATTRIBUTE } from '../../src/model/search-attributes';
import { hostWorkflowId } from '../../src/model/workflow-id';
import { withCliWorld, type CliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES, IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { documentOf } from '../support/gateway/run-cli';
import { withTemporalClient } from '../support/engines/temporal-client';

const ROUTE = ['--route', 'main'];
const KEY = [...ROUTE, '--key', 'key-0'];

type Found = readonly { readonly chain: string; readonly waiting: number; readonly beneath?: string }[];

const listed = async ({ cli }: CliWorld, ...filters: readonly string[]): Promise<Found> =>
  (documentOf(await cli('keys', 'list', ...ROUTE, ...filters, '--json')) as { keys: Found }).keys;

const ok = async ({ cli }: CliWorld, ...args: readonly string[]): Promise<Record<string, unknown>> => {
  const answer = await cli('keys', ...args, '--json');
  expect([args, answer]).toEqual([args, expect.objectContaining({ code: 0 })]);
  return documentOf(answer) as Record<string, unknown>;
};

describe.each(HOSTING_SHAPES)('operators, with $hosting', ({ lanes }) => {
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
        // More than a run's history may have: the workflow continues as new while the key is paused.
        for (let seq = 2; seq < 42; seq += 4) await topic.produce([0, 1, 2, 3].map((more) => record(seq + more)));
        await withTemporalClient((client) =>
          eventually(
            async () => {
              const { runId: now, typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
              expect(now).not.toBe(runId);
              // What it is found by stays.
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

describe.each(IN_LANES)('operators, with $hosting', ({ lanes }) => {
  it('commands for all keys act on those of a destination, and Temporal finds these by one query', async () => {
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
            const query = `SluiceRoute = '${shape.name}/main' AND SluiceStatus = 'parked' AND SluiceDestination = 'other'`;
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
        const all = [...(first as { keys: Found }).keys, ...rest].map(({ chain }) => chain).sort();
        expect(all).toEqual(['key-1', 'key-2', 'key-3']);
        expect(await listed(world, '--error', 'timeout')).toEqual([]);

        const calls = api.calls.length;
        const dry = await ok(world, 'retry', '--all', '--destination', 'other', '--dry-run');
        expect(dry).toMatchObject({ matched: 3, done: 0 });
        expect(api.calls).toHaveLength(calls);
        api.react = () => ({ status: 200 });
        expect(await ok(world, 'retry', '--all', '--destination', 'other')).toMatchObject({
          matched: 3,
          done: 3,
          failed: 0,
        });
        await eventually(() => {
          expect(api.effects.map(({ path }) => path)).toEqual(['/other', '/other', '/other']);
        });
        expect(await ok(world, 'retry', '--all', ...ROUTE, '--destination', 'other')).toMatchObject({ failed: 0 });
        expect(await listed(world)).toMatchObject([{ chain: 'key-0' }]);
      });
    });
  });
});

describe.each(PER_KEY)('operators, with $hosting', ({ lanes }) => {
  it('a command for all keys reports those that it fails for, and goes on with the others', async () => {
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
      const answer = await world.cli('keys', 'retry', '--all', '--json');
      expect(answer.code).toBe(1);
      expect(documentOf(answer)).toMatchObject({ ok: false, done: 0, failures: expect.any(Array) as unknown[] });
    });
  });
});
