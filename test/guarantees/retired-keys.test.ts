// Keys that end their workflow when they are idle, and come back as if they had never been away.
import {
  type HeldStatus,
  RECORDS_SIGNAL,
  RELEASE_SIGNAL,
  SNAPSHOT_QUERY,
  STATE_QUERY,
  STATUS_QUERY,
  type Carried,
} from '../../src/model/contract/contract';
import { heldWorkflowId, keyWorkflowId } from '../../src/model/names/workflow-id';
import { takeFromShelf } from '../../src/temporal/keys/shelf-access';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import {
  KEY,
  withRetiringWorld,
  record,
  seqs,
  delivered,
  retired,
  shelved,
  forget,
  watermarkOf,
} from '../support/scenarios/retiring-world';

it('I3, I8: state, watermark and token of a key outlive its retirement, also when Temporal has forgotten its runs', async () => {
  await withRetiringWorld(1, async (world) => {
    const { topic, api, client, options, workflowId } = world;
    const host = client.workflow.getHandle(workflowId);
    await withGateway(options, async () => {
      await topic.produce([record(0), record(1)]);
      await delivered(api, 2);
      await retired(world);
      expect(await shelved(world)).toMatchObject({ workflowId, number: 1 });
      await topic.produce([record(2)]);
      await delivered(api, 3);
      // The API knows of the call before the workflow does.
      await eventually(async () => {
        expect(await host.query<unknown, [string]>(STATE_QUERY, KEY)).toEqual({ seen: [0, 1, 2] });
      });
      const last = await retired(world);
      expect(await shelved(world)).toMatchObject({ number: 2, run: { runId: last } });

      await forget(world);
      await topic.produce([record(3)]);
      await delivered(api, 4);
      const carried = await eventually(async () => {
        const answer = await host.query<Carried>(SNAPSHOT_QUERY);
        expect(answer).toMatchObject({
          counters: { accepted: 4, settled: 4 },
          chains: [{ state: { seen: [0, 1, 2, 3] } }],
        });
        return answer;
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
  await withRetiringWorld(4, async (world) => {
    const { topic, api, client, options } = world;
    const keys = 12;
    const rounds = 5;
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
        }
        // The first key has come back and is away again; the others are on their way, out or back.
        await eventually(() => {
          expect(api.effects.filter((call) => bodyOf(call).key === KEY)).toHaveLength(2 * (round + 1));
        });
        await retired(world);
        if (round % 3 === 1) {
          await gateway.kill();
          gateway = await GatewayProcess.start(options);
        }
      }
      await eventually(
        () => {
          expect(judge(api, { keys, perKey: rounds * 2 })).toEqual(KEPT);
        },
        { withinMs: 240_000 },
      );
      const { name } = options.shape;
      const ids = Array.from({ length: keys }, (_, index) => keyWorkflowId(name, 'main', `key-${index}`));
      const entries = await eventually(async () => {
        const found = await Promise.all(ids.map((workflowId) => shelved({ client, workflowId })));
        expect(found).not.toContain(null);
        return found;
      });
      for (const entry of entries) {
        const carried = entry?.run?.input.carried;
        expect(carried?.counters).toMatchObject({ accepted: rounds * 2, settled: rounds * 2 });
        expect(carried?.chains[0]?.state).toEqual({ seen: Array.from({ length: rounds * 2 }, (_, seq) => seq) });
      }
      // They did retire and come back, and more than once.
      expect(entries.reduce((sum, entry) => sum + (entry?.number ?? 0), 0)).toBeGreaterThan(keys);
      expect(entries[0]?.number).toBeGreaterThanOrEqual(rounds);
    } finally {
      await gateway.stop();
    }
  });
});

it('I7: a key that is terminated after it came back is held, and is not started empty when Temporal has forgotten it', async () => {
  await withRetiringWorld(1, async (world) => {
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
      await held.signal(RELEASE_SIGNAL);
      await delivered(api, 3);
      await retired(world);

      // It looks as if a run had taken the key, worked, been terminated and forgotten, and nobody had held its records.
      await forget(world);
      expect(await takeFromShelf(client, { workflowId, by: 'another run' })).toMatchObject({ kind: 'taken' });
      await topic.produce([record(3)]);
      await eventually(async () => {
        expect((await host.describe()).status.name).toBe('FAILED');
      });
      await topic.produce([record(4)]);
      const failed = await host.describe();
      const heldAgain = client.workflow.getHandle(heldWorkflowId(workflowId, failed.runId));
      await eventually(async () => {
        expect(await heldAgain.query<HeldStatus>(STATUS_QUERY)).toMatchObject({ waiting: 1 });
      });
      expect(seqs(api)).toEqual([0, 1, 2]);
      // An operator's word is enough to go on with what there is.
      await heldAgain.signal(RELEASE_SIGNAL);
      await delivered(api, 5);
    });
  });
});

it('I1: a key does not retire while an offset of its records is uncommitted', async () => {
  await withRetiringWorld(1, async (world) => {
    const { topic, api, client, options, workflowId } = world;
    await withGateway(options, async () => {
      await topic.produce([record(0)]);
      await delivered(api, 1);
      await retired(world);
    });
    await withGateway({ ...options, command: 'worker' }, async () => {
      // This bridge has made its records durable, and has not committed yet.
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
        const [pending] = pendingActivities;
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
});
