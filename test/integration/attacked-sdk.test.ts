import type { WorkflowBundle } from '@temporalio/worker';
import { RECORDS_SIGNAL } from '../../src/model/contract/contract';
import { eventually } from '../../harness/eventually';
import { LATE_WORK } from '../fixtures/realm/late-work';
import { LEFT_WORK } from '../fixtures/realm/left-work';
import { SDK_ATTACKS } from '../fixtures/realm/sdk-attacks';
import { realmBundle, tasksOf, tried, withRealmWorker, type RealmHandle } from '../support/realm/realm-worker';
import { SdkThread } from '../support/realm/sdk-thread';

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

/** Time enough for a step of any other workflow. */
const STEP_MS = 1_000;

test.each(Object.keys(LEFT_WORK))(
  'I7: What is left to do of a step that was ended by %s is not done in the turn of another workflow.',
  async (how) => {
    const thread = await SdkThread.begin(bundle, STEP_MS);
    try {
      const before = await thread.start('looks', 'before', 'own');
      expect((await thread.start('leavesWork', 'a', how)).output?.completion.failed).toBeDefined();
      const after = await thread.start('looks', 'after', 'own');
      expect(after.output?.completion.successful?.commands).toEqual(before.output?.completion.successful?.commands);

      expect((await thread.start('leavesWork', 'b', how)).output?.completion.failed).toBeDefined();
      expect(await thread.giveUp('b')).toMatchObject({ type: 'ok' });
      expect((await thread.start('looks', 'at last', 'own')).type).toBe('ok');
    } finally {
      await thread.end();
    }
  },
);

test.each(Object.keys(LATE_WORK))(
  'I7: What waits for %s, which ends in the background, is not done in the turn of another workflow.',
  async (how) => {
    const thread = await SdkThread.begin(bundle, STEP_MS);
    try {
      const before = await thread.start('looks', 'before', 'own');
      const { completion } = (await thread.start('worksLate', 'a', how)).output ?? {};
      expect([completion?.successful?.commands.length, completion?.failed?.failure.message]).toEqual(
        how.startsWith('WebAssembly') ? [1, undefined] : [undefined, expect.stringContaining('ctx.sleep')],
      );
      // V8 would have ended it by now.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const after = await thread.start('looks', 'after', 'own');
      expect(after.output?.completion.successful?.commands).toEqual(before.output?.completion.successful?.commands);
    } finally {
      await thread.end();
    }
  },
);
