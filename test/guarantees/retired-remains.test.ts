// What is left of a key that has retired: how operators see it, and what it outlives.
import { SNAPSHOT_QUERY, type Carried } from '../../src/model/contract/contract';
import { shelfWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { bodyOf, judge, KEPT } from '../../harness/keyed-records';
import {
  delivered,
  forget,
  KEY,
  record,
  retired,
  seqs,
  shelved,
  withRetiringWorld,
} from '../support/scenarios/retiring-world';
import { documentOf, runCli } from '../support/gateway/run-cli';

it('I4, I7: a retired key is counted and shown, takes a dead letter back, and outlives its terminated shelf and a config without the option', async () => {
  await withRetiringWorld(1, async (world) => {
    const letters = await world.also.topic({ prefix: 'letters' });
    const { topic, api, client, options, workflowId } = world;
    const living = {
      name: options.shape.name,
      topics: [topic.name],
      lanes: 0,
      kind: 'handler',
      onTerminal: { effect: 'dead-letter' },
      deadLetterTopic: letters.name,
    } as const;
    const shape = { ...living, retireAfter: '1s' } as const;
    const cli = async (...args: readonly string[]): Promise<unknown> =>
      documentOf(await runCli([...args, '--json'], { shape, apiUrl: api.url }));
    const shelfId = shelfWorkflowId(workflowId);
    api.react = (call) => ({ status: bodyOf(call).seq === 1 ? 422 : 200 });
    await withGateway({ ...options, shape }, async () => {
      await topic.produce([record(0), record(1), record(2)]);
      await eventually(() => {
        expect(seqs(api)).toEqual([0, 2]);
      });
      await retired(world);
      expect(await cli('status')).toMatchObject({ routes: [{ retired: { keys: 1, complete: true, closed: [] } }] });
      expect(await cli('keys', 'show', '-r', 'main', '-k', KEY)).toMatchObject({
        retiredSince: expect.any(String) as string,
        state: { seen: [0, 2] },
      });
      expect(await cli('keys', 'pause', '-r', 'main', '-k', KEY)).toMatchObject({
        error: { code: 'refused', message: expect.stringContaining('is retired') as string },
      });
      api.react = () => ({ status: 200 });
      expect(await cli('dead-letters', 'redrive', '--all', '--yes', '-r', 'main')).toMatchObject({
        ok: true,
        redriven: 1,
      });
      await eventually(async () => {
        expect(seqs(api)).toEqual([0, 2, 1]);
        expect(await shelved(world)).toMatchObject({
          number: 2,
          run: { input: { carried: { chains: [{ state: { seen: [0, 2, 1] } }] } } },
        });
      });
      await retired(world);
    });
    // Only the shelf knows the key, and then nobody but the history of the shelf.
    await forget(world);
    await client.workflow.getHandle(shelfId).terminate('an operator did it');
    await withGateway({ ...options, shape: living }, async () => {
      await eventually(async () => {
        expect(await cli('status')).toMatchObject({ routes: [{ retired: { keys: 1, closed: [shelfId] } }] });
      });
      await topic.produce([record(3)]);
      await eventually(() => {
        expect(seqs(api)).toEqual([0, 2, 1, 3]);
      });
      // The API knows of the call before the workflow does.
      await eventually(async () => {
        expect(await client.workflow.getHandle(workflowId).query<Carried>(SNAPSHOT_QUERY)).toMatchObject({
          counters: { accepted: 4, redriven: 1 },
          chains: [{ state: { seen: [0, 2, 1, 3] } }],
        });
      });
      expect((await client.workflow.getHandle(shelfId).describe()).status.name).toBe('RUNNING');
    });
  });
});

it('I7: a worker killed between shelving and the end of a key, and one killed between its return and its first record, lose and double nothing', async () => {
  await withRetiringWorld(1, async (world) => {
    const { topic, api, options } = world;
    const first = await GatewayProcess.start({ ...options, killAt: 'after-shelve:1' });
    await topic.produce([record(0)]);
    expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });
    const second = await GatewayProcess.start({ ...options, killAt: 'after-take:1' });
    await retired(world);
    await topic.produce([record(1)]);
    expect(await second.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(seqs(api)).toEqual([0]);
    await withGateway(options, async () => {
      await delivered(api, 2);
      await eventually(async () => {
        expect(await shelved(world)).toMatchObject({
          number: 2,
          run: {
            input: { carried: { counters: { accepted: 2, settled: 2 }, chains: [{ state: { seen: [0, 1] } }] } },
          },
        });
      });
    });
    expect(judge(api, { keys: 1, perKey: 2 })).toEqual(KEPT);
  });
});
