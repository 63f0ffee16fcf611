import { Client, Connection } from '@temporalio/client';
import {
  RELEASE_SIGNAL,
  SKIP_UPDATE,
  STATE_QUERY,
  STATUS_QUERY,
  type HostStatus,
} from '../../src/model/contract/contract';
import { heldWorkflowId, hostWorkflowId } from '../../src/model/names/workflow-id';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { bodyOf } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const KEY = 'account';

describe('a record is a transaction on the state of its key', () => {
  let client: Client;
  let connection: Connection;
  beforeAll(async () => {
    connection = await Connection.connect({ address: engineAddress('temporal') });
    client = new Client({ connection });
  });
  afterAll(() => connection.close());

  it.each([
    { failure: 'its handler throws', act: 'throw', calls: 0 },
    { failure: 'its handler throws after a call', act: 'call-and-throw', calls: 1 },
    { failure: 'its deferred effect is refused', act: undefined, calls: 0 },
    { failure: 'one of two calls beside each other is refused', act: 'calls', calls: 1 },
    { failure: 'it defers more than a workflow may hold', act: 'fat', calls: 0 },
  ])('I8: when $failure, state and deferred effects of that record alone are undone', async ({ act, calls }) => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const name = uniqueName();
      const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', KEY, 0));
      const seen = async (): Promise<readonly number[]> =>
        (await handle.query<{ seen: number[] }, [string]>(STATE_QUERY, KEY)).seen;
      api.react = (call) =>
        call.path === '/refused' || (act === undefined && call.path === '/effects' && bodyOf(call).seq === 3)
          ? { status: 400 }
          : { status: 200 };
      await topic.produce(
        Array.from({ length: 6 }, (_, seq) => ({
          key: KEY,
          value: JSON.stringify({ key: KEY, seq, ...(seq === 3 && act !== undefined ? { act } : {}) }),
        })),
      );
      const shape = { name, topics: [topic.name], lanes: 0, kind: 'handler' } as const;
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(async () => {
        expect((await handle.query<HostStatus>(STATUS_QUERY)).chains[0]).toMatchObject({
          status: 'parked',
          waiting: 3,
        });
      });
      expect(await seen()).toEqual([0, 1, 2]);
      expect(api.effects.filter(({ path }) => path === '/effects').map((call) => bodyOf(call).seq)).toEqual([0, 1, 2]);
      expect(api.effects.filter(({ path }) => path === '/calls')).toHaveLength(calls);
      await handle.executeUpdate(SKIP_UPDATE, { args: [{ chain: KEY }] });
      await eventually(async () => {
        expect(await seen()).toEqual([0, 1, 2, 4, 5]);
      });
      await eventually(() => {
        expect(api.effects.filter(({ path }) => path === '/effects').map((call) => bodyOf(call).seq)).toEqual([
          0, 1, 2, 4, 5,
        ]);
      });
    });
  });

  it('I7, I8: a run closed while effects are under way goes on from a state that only settled records have touched', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const name = uniqueName();
      const workflowId = hostWorkflowId(name, 'main', KEY, 0);
      api.latencyMs = 1_000;
      await topic.produce(
        Array.from({ length: 4 }, (_, seq) => ({ key: KEY, value: JSON.stringify({ key: KEY, seq }) })),
      );
      const shape = { name, topics: [topic.name], lanes: 0, kind: 'handler' } as const;
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(() => {
        expect(api.calls).toHaveLength(1);
      });
      const { runId } = await client.workflow.getHandle(workflowId).describe();
      await client.workflow.getHandle(workflowId).terminate();
      await topic.produce([{ key: KEY, value: JSON.stringify({ key: KEY, seq: 4 }) }]);
      const held = client.workflow.getHandle(heldWorkflowId(workflowId, runId));
      await eventually(() => held.describe());
      api.latencyMs = 0;
      await held.signal(RELEASE_SIGNAL);
      await eventually(async () => {
        const { seen } = await client.workflow
          .getHandle(workflowId)
          .query<{ seen: number[] }, [string]>(STATE_QUERY, KEY);
        expect(seen).toEqual([0, 1, 2, 3, 4]);
      });
    });
  });

  it('I7: a record is not skipped while it is being attempted, since its outcome would then count on the next one', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const name = uniqueName();
      const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', KEY, 0));
      api.react = () => ({ status: api.calls.length > 1 ? 200 : 503 });
      await topic.produce(
        Array.from({ length: 4 }, (_, seq) => ({ key: KEY, value: JSON.stringify({ key: KEY, seq }) })),
      );
      const shape = { name, topics: [topic.name], lanes: 0, kind: 'deliver' } as const;
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(() => {
        expect(api.calls).toHaveLength(1);
      });
      api.latencyMs = 1_500;
      await eventually(() => {
        expect(api.calls).toHaveLength(2);
      });
      await expect(handle.executeUpdate(SKIP_UPDATE, { args: [{ chain: KEY }] })).rejects.toThrow();
      api.latencyMs = 0;
      await eventually(() => {
        expect(api.effects.map((call) => bodyOf(call).seq)).toEqual([0, 1, 2, 3]);
      });
    });
  });

  it('I4: a call waits for what earlier records deferred, and its answer is asked for once', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const name = uniqueName();
      await topic.produce(
        Array.from({ length: 10 }, (_, seq) => ({
          key: KEY,
          value: JSON.stringify({ key: KEY, seq, ...(seq % 2 === 1 ? { act: 'call' } : {}) }),
        })),
      );
      const shape = { name, topics: [topic.name], lanes: 0, kind: 'handler' } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.calls).toHaveLength(15);
        });
      });
      const order = api.calls.map((call) => `${call.path} ${bodyOf(call).seq}`);
      const expected = Array.from({ length: 10 }, (_, seq) =>
        seq % 2 === 1 ? [`/calls ${seq}`, `/effects ${seq}`] : [`/effects ${seq}`],
      ).flat();
      expect(order).toEqual(expected);
    });
  });
});
