import type { WorkflowBundle } from '@temporalio/worker';
import { RECORDS_SIGNAL } from '../../src/model/contract/contract';
import { eventually } from '../../harness/eventually';
import { SDK_ATTACKS } from '../fixtures/realm/sdk-attacks';
import { realmBundle, tasksOf, tried, withRealmWorker, type RealmHandle } from '../support/realm/realm-worker';

let bundle: WorkflowBundle;
beforeAll(async () => {
  bundle = await realmBundle();
});

const STREAM = { id: 's', topic: 't' };
const HOSTING = { gateway: 'g', route: 'r', hosting: { kind: 'key', chain: 'a', key: 'a' } };

const send = (handle: RealmHandle, json: string): Promise<void> => {
  const record = { partition: 0, leaderEpoch: 0, offset: '1', key: 'a', timestamp: 0, value: { json } };
  return handle.signal(RECORDS_SIGNAL, { stream: STREAM, records: [record] });
};

// If the worker had ended, or the thread stood, nothing of what follows an attack would be answered.
test('I7: Whatever a handler does to the names by which the SDK finds its workflows, the others go on, and their worker.', async () => {
  await withRealmWorker(bundle, async (start) => {
    const neighbour = await start('keepsLooking');
    const before: unknown = await (await start('looks', 'all')).result();
    const looksAlike = async (how: string): Promise<void> => {
      const within = { withinMs: 20_000 };
      await eventually(async () => {
        expect([how, await (await start('looks', 'all')).result()]).toEqual([how, before]);
        expect([how, await neighbour.query('picture')]).toEqual([how, before]);
      }, within);
    };
    for (const how of Object.keys(SDK_ATTACKS)) {
      const attackers = [await start('attacksSdk', how), await start('handlerAttacksSdk', HOSTING)];
      await send(attackers[1] as RealmHandle, how);
      for (const attacker of attackers) await tried(attacker);
      await looksAlike(how);
      // The worker gives them up.
      await Promise.all(attackers.map((attacker) => attacker.terminate()));
      await looksAlike(how);
    }
  });
});

test('I7: A forgotten rejection in the code of a stock workflow fails its task, so that it is seen, and tried again.', async () => {
  await withRealmWorker(bundle, async (start) => {
    const stock = await start('stockRejects', HOSTING);
    await eventually(async () => {
      expect((await tasksOf(stock)).failed).toBeGreaterThan(0);
    });
  });
});
