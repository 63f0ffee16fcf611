// Keys that end their workflow when they are idle, and come back as if they had never been away.
import type { Client } from '@temporalio/client';
import {
  RECORDS_SIGNAL,
  SNAPSHOT_QUERY,
  STATE_QUERY,
  type Carried,
  type HeldStatus,
  type RecordsSignal,
  STATUS_QUERY,
} from '../../src/model/contract';
import { SHELVED_QUERY, type ShelfEntry } from '../../src/model/shelf-contract';
import { heldWorkflowId, keyWorkflowId, shelfWorkflowId } from '../../src/model/workflow-id';
import { withEffectRecorder, type EffectRecorder } from '../support/effect-recorder';
import { eventually } from '../support/eventually';
import { GatewayProcess, withGateway, type GatewayProcessOptions } from '../support/gateway-process';
import type { KafkaTopic } from '../support/kafka-topic';
import { bodyOf, judge, KEPT, keyedRecords } from '../support/keyed-records';
import { withTemporalClient } from '../support/temporal-client';
import { uniqueName } from '../support/unique-name';
import { withTopic } from '../support/with-topic';

const KEY = 'key-0';

interface World {
  readonly topic: KafkaTopic;
  readonly api: EffectRecorder;
  readonly client: Client;
  readonly options: GatewayProcessOptions;
  readonly workflowId: string;
}

const withWorld = (partitions: number, body: (world: World) => Promise<void>): Promise<void> =>
  withTopic({ partitions }, (topic) =>
    withEffectRecorder((api) =>
      withTemporalClient((client) => {
        const name = uniqueName();
        const shape = { name, topics: [topic.name], lanes: 0, kind: 'handler', retireAfter: '1s' } as const;
        const workflowId = keyWorkflowId(name, 'main', KEY);
        return body({ topic, api, client, options: { shape, apiUrl: api.url }, workflowId });
      }),
    ),
  );

const record = (seq: number): { key: string; value: string } => ({
  key: KEY,
  value: JSON.stringify({ key: KEY, seq }),
});

const seqs = (api: EffectRecorder): readonly number[] => api.effects.map((call) => bodyOf(call).seq);

const delivered = (api: EffectRecorder, count: number): Promise<void> =>
  eventually(() => {
    expect(seqs(api)).toEqual(Array.from({ length: count }, (_, seq) => seq));
  });

/** Resolves to the run that has retired. */
const retired = ({ client, workflowId }: World): Promise<string> =>
  eventually(async () => {
    const { runId, status } = await client.workflow.getHandle(workflowId).describe();
    expect(status.name).toBe('COMPLETED');
    return runId;
  });

const shelved = ({ client, workflowId }: World): Promise<ShelfEntry | null> =>
  client.workflow.getHandle(shelfWorkflowId(workflowId)).query<ShelfEntry | null, [string]>(SHELVED_QUERY, workflowId);

/** As retention does, sooner or later. */
const forget = async ({ client, workflowId }: World): Promise<void> => {
  await client.workflowService.deleteWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
  });
  await eventually(async () => {
    await expect(client.workflow.getHandle(workflowId).describe()).rejects.toThrow('not found');
  });
};

const watermarkOf = (carried: Carried): RecordsSignal['stream'] => {
  const [{ id, topic } = { id: '', topic: '' }] = carried.watermarks;
  return { id, topic };
};

it('I3, I8: state, watermark and token of a key outlive its retirement, also when Temporal has forgotten its runs', async () => {
  await withWorld(1, async (world) => {
    const { topic, api, client, options, workflowId } = world;
    const host = client.workflow.getHandle(workflowId);
    await withGateway(options, async () => {
      await topic.produce([record(0), record(1)]);
      await delivered(api, 2);
      await retired(world);
      expect(await shelved(world)).toMatchObject({ workflowId, number: 1 });
      await topic.produce([record(2)]);
      await delivered(api, 3);
      expect(await host.query<unknown, [string]>(STATE_QUERY, KEY)).toEqual({ seen: [0, 1, 2] });
      const last = await retired(world);
      expect(await shelved(world)).toMatchObject({ number: 2, run: { runId: last } });

      await forget(world);
      await topic.produce([record(3)]);
      await delivered(api, 4);
      const carried = await host.query<Carried>(SNAPSHOT_QUERY);
      expect(carried).toMatchObject({
        counters: { accepted: 4, settled: 4 },
        chains: [{ state: { seen: [0, 1, 2, 3] } }],
      });
      expect(await shelved(world)).toBeNull();
      // A zombie sends again what was accepted before: to the key as it is now, and to the one that retires after that.
      const old = {
        partition: 0,
        leaderEpoch: 0,
        offset: '1',
        key: KEY,
        timestamp: 0,
        value: { json: { key: KEY, seq: 1 } },
      };
      await host.signal(RECORDS_SIGNAL, { stream: watermarkOf(carried), records: [old] });
      await eventually(async () => {
        expect((await host.query<Carried>(SNAPSHOT_QUERY)).counters).toMatchObject({ accepted: 4, duplicates: 1 });
      });
      await retired(world);
    });
    expect(judge(api, { keys: 1, perKey: 4 })).toEqual(KEPT);
  });
});

it('I1-I8: keys that retire and come back all the time lose, double and reorder nothing, whatever is killed meanwhile', async () => {
  await withWorld(4, async (world) => {
    const { topic, api, client, options } = world;
    const keys = 12;
    const rounds = 8;
    let gateway = await GatewayProcess.start(options);
    try {
      for (let round = 0; round < rounds; round += 1) {
        // Some keys get records at the moment at which others retire, and each comes back several times.
        for (let from = 0; from < keys; from += 3) {
          await topic.produce(
            keyedRecords({ keys, perKey: 2, from: round * 2 }).filter(
              (_, index) => index % keys >= from && index % keys < from + 3,
            ),
          );
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
        if (round % 3 === 1) {
          await gateway.kill();
          gateway = await GatewayProcess.start(options);
        }
      }
      await eventually(
        () => {
          expect(judge(api, { keys, perKey: rounds * 2 })).toEqual(KEPT);
        },
        { withinMs: 60_000 },
      );
      const { name } = options.shape;
      const states = await eventually(async () => {
        const ids = Array.from({ length: keys }, (_, index) => keyWorkflowId(name, 'main', `key-${String(index)}`));
        return Promise.all(
          ids.map(async (workflowId) => (await shelved({ ...world, workflowId }))?.run?.input.carried),
        );
      });
      for (const carried of states) {
        expect(carried?.counters).toMatchObject({ accepted: rounds * 2, settled: rounds * 2 });
        expect(carried?.chains[0]?.state).toEqual({ seen: Array.from({ length: rounds * 2 }, (_, seq) => seq) });
      }
      const held = `WorkflowType = 'sluiceHeld' AND WorkflowId STARTS_WITH '${name}/'`;
      // They did come back, and nothing is left over from that.
      expect((await client.workflow.count(held)).count).toBeGreaterThan(0);
      expect((await client.workflow.count(`${held} AND ExecutionStatus = 'Running'`)).count).toBe(0);
    } finally {
      await gateway.stop();
    }
  });
}, 150_000);

it('I7: a key that is terminated after it came back is held, and is not started empty when Temporal has forgotten it', async () => {
  await withWorld(1, async (world) => {
    const { topic, api, client, options, workflowId } = world;
    const host = client.workflow.getHandle(workflowId);
    await withGateway(options, async () => {
      await topic.produce([record(0)]);
      await delivered(api, 1);
      await retired(world);
      await forget(world);
      await topic.produce([record(1)]);
      await delivered(api, 2);
      await host.terminate('an operator did it');
      const { runId } = await host.describe();
      await topic.produce([record(2)]);
      const held = client.workflow.getHandle(heldWorkflowId(workflowId, runId));
      await eventually(async () => {
        expect(await held.query<HeldStatus>(STATUS_QUERY)).toMatchObject({ waiting: 1, released: false });
      });
      expect(seqs(api)).toEqual([0, 1]);
      await held.signal('sluice.release');
      await delivered(api, 3);
      await retired(world);
    });
    // This one was at work when it was terminated and forgotten, and nobody was there to hold its records.
    await topic.produce([record(3)]);
    await withGateway(options, async () => {
      await delivered(api, 4);
      await host.terminate();
    });
    await forget(world);
    await topic.produce([record(4)]);
    await withGateway(options, async () => {
      await eventually(async () => {
        expect((await host.describe()).status.name).toBe('FAILED');
      });
      await topic.produce([record(5)]);
      const { runId } = await host.describe();
      const held = client.workflow.getHandle(heldWorkflowId(workflowId, runId));
      await eventually(async () => {
        expect(await held.query<HeldStatus>(STATUS_QUERY)).toMatchObject({ waiting: 1 });
      });
      expect(seqs(api)).toEqual([0, 1, 2, 3]);
      // An operator's word is enough to go on with what there is.
      await held.signal('sluice.release');
      await delivered(api, 6);
    });
  });
}, 150_000);

it('I1: a key does not retire while an offset of its records is uncommitted', async () => {
  await withWorld(1, async (world) => {
    const { topic, api, client, options, workflowId } = world;
    await withGateway(options, async () => {
      await topic.produce([record(0)]);
      await delivered(api, 1);
      await retired(world);
    });
    await withGateway({ ...options, command: 'worker' }, async () => {
      // A bridge that made its records durable, and has not committed yet.
      const entry = await shelved(world);
      const input = entry?.run?.input;
      if (entry?.run === undefined || input?.carried === undefined) throw new Error('nothing lies on the shelf');
      const next = {
        partition: 0,
        leaderEpoch: 0,
        offset: '1',
        key: KEY,
        timestamp: 0,
        value: { json: { key: KEY, seq: 1 } },
      };
      await forget(world);
      await client.workflow.signalWithStart('recordEffects', {
        workflowId,
        taskQueue: entry.run.taskQueue,
        args: [
          { gateway: input.gateway, route: input.route, hosting: input.hosting, shelves: true, retireAfterMs: 1_000 },
        ],
        signal: RECORDS_SIGNAL,
        signalArgs: [{ stream: watermarkOf(input.carried), records: [next], retireAfterMs: 1_000 }],
      });
      await delivered(api, 2);
      const refused = await eventually(async () => {
        const { pendingActivities } = await client.workflowService.describeWorkflowExecution({
          namespace: client.options.namespace,
          execution: { workflowId },
        });
        const [pending] = pendingActivities ?? [];
        expect(pending?.attempt).toBeGreaterThan(1);
        return pending?.lastFailure?.message;
      });
      expect(refused).toContain(`${topic.name}/0 at 1, committed 1`);
      expect(await shelved(world)).toBeNull();
    });
    // The bridge reads it again, which is filtered, and commits; then nothing keeps the key.
    await topic.produce([record(1)]);
    await withGateway(options, async () => {
      await retired(world);
      expect(seqs(api)).toEqual([0, 1]);
    });
  });
}, 150_000);
