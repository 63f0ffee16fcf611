import { RECORDS_SIGNAL, SNAPSHOT_QUERY, type Carried } from '../../src/model/contract/contract';
import { ROUTE_SIGNAL } from '../../src/model/routes/route-control';
import { hostWorkflowId, routeControlId } from '../../src/model/names/workflow-id';
import type { EffectRecorder, RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import type { TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { hostCounters } from '../support/gateway/host-counters';
import { hostIds } from '../support/gateway/host-ids';
import { IN_LANES } from '../support/gateway/hosting-shapes';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';
import { attack, failedTasks, helpersOf, type AttackedKind } from '../support/scenarios/attacked-workflows';
import { CommandedRun } from '../support/scenarios/commanded-run';
import { strangersStream } from '../support/scenarios/hostile-arguments';

const GOOD = { keys: 6, perKey: 2 };
const EVIL = 'evil';
const MISTAKES = ['destination', 'topic', 'call', 'log'];

/** JSON text, because `__proto__` in an object literal would set the prototype of that very literal. */
const MERGES = [
  '{"__proto__":{"admin":true,"stream":{"id":"x"},"offset":"0","step":"x","chain":"x"}}',
  '{"constructor":{"prototype":{"admin":true,"partition":7},"keys":null,"entries":null}}',
  '{"list":{"__proto__":{"admin":true,"map":null,"push":null,"constructor":{},"length":5}}}',
  '{"toString":{"__proto__":{"call":null,"apply":null,"admin":true},"constructor":{"prototype":{"bind":0}}}}',
];

/** Each has a key of its own. */
const mistakenRecords = (): readonly TopicRecord[] =>
  MISTAKES.map((mistake) => ({ key: mistake, value: JSON.stringify({ key: mistake, seq: 0, mistake }) }));

const evilRecords = (): readonly TopicRecord[] => [
  ...MERGES.map((merge, seq) => ({ key: EVIL, value: `{"key":"${EVIL}","seq":${seq},"merge":${merge}}` })),
  { key: EVIL, value: JSON.stringify({ key: EVIL, seq: MERGES.length, pollute: true }) },
];

const at = (api: EffectRecorder, path: string): readonly RecordedCall[] =>
  api.effects.filter((call) => call.path === path);

const seenBy = (calls: readonly RecordedCall[]): readonly unknown[] =>
  calls.map((call) => (JSON.parse(call.body.toString()) as { readonly key: string; readonly seen: unknown }).seen);

interface RouteSeen {
  readonly route: string;
  readonly failing: unknown;
  readonly closed?: unknown;
}

const routesOf = async (
  cli: (...args: readonly string[]) => ReturnType<typeof runCli>,
): Promise<readonly RouteSeen[]> => {
  const { routes } = documentOf(await cli('status', '--json')) as { readonly routes: readonly RouteSeen[] };
  return routes;
};

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I5, I7: no record, handler or stranger with access to Temporal changes or stops anything of other keys', async () => {
    await withWorld(async (world) => {
      const [topic, other] = await Promise.all([2, 2].map((partitions) => world.topic({ partitions })));
      const [single, letters] = await Promise.all([1, 1].map((partitions) => world.topic({ partitions })));
      if (!topic || !other || !single || !letters) throw new Error('expected four topics');
      const api = await world.recorder();
      const name = uniqueName();
      const hosting = lanes > 0 ? { lanes } : {};
      // A route whose only workflow is stopped has none that answers.
      const alone = {
        ...{ topics: [single.name], workflow: 'polluteAndTell', ...(lanes > 0 ? { lanes: 1 } : {}) },
        ...({ onTerminal: 'dead-letter', deadLetterTopic: letters.name } as const),
      };
      const shape = {
        ...({ name, topics: [topic.name], lanes, kind: 'pollute', timeout: '30s' } as const),
        beside: { beside: { topics: [other.name], deliver: { to: 'other', path: '/beside' }, ...hosting } },
        more: { routes: { alone } },
      };
      const cli = (...args: readonly string[]): ReturnType<typeof runCli> => runCli(args, { shape, apiUrl: api.url });
      const good = (path: string): readonly RecordedCall[] =>
        at(api, path).filter(({ body }) => /"key-/.test(body.toString()));
      let from = 0;
      const goOn = async (): Promise<void> => {
        const records = keyedRecords({ ...GOOD, from });
        from += GOOD.perKey;
        await Promise.all([topic.produce(records), other.produce(records)]);
        await eventually(() => {
          expect(good('/effects')).toHaveLength(from * GOOD.keys);
          expect(good('/beside')).toHaveLength(from * GOOD.keys);
        });
        const seen = seenBy(good('/effects'));
        expect(seen).toEqual(seen.map(() => []));
        const keys = at(api, '/beside').map(({ idempotencyKey }) => idempotencyKey);
        const [prefix = ''] = /^[^.]+\.[^.]+\./.exec(keys[0] ?? '') ?? [];
        expect(prefix.startsWith(`${name}.`)).toBe(true);
        expect(keys.filter((key) => !/^[01]\.\d+\.\d+\.0\.[\w-]+$/.test(key.slice(prefix.length)))).toEqual([]);
        expect(keys.filter((key) => !key.startsWith(prefix))).toEqual([]);
      };
      const told = (word: string): readonly RecordedCall[] =>
        at(api, '/effects').filter(({ body }) => body.includes(`"${word}"`));

      const gateway = await world.gateway({ shape, apiUrl: api.url });
      await goOn();
      const parts = { api, cli, topic: single, letters, route: 'alone', lanes, directory: await world.directory() };
      const stopped = new CommandedRun(parts);
      await stopped.stop();
      await topic.produce([...evilRecords(), ...mistakenRecords()]);
      await eventually(() => {
        expect(told(EVIL)).toHaveLength(MERGES.length + 1);
      });
      await goOn();

      const client = await world.client();
      const hosted = { name, lanes, keys: GOOD.keys };
      const [victim = ''] = hostIds(hosted);
      const { taskQueue } = await client.workflow.getHandle(victim).describe();
      const started = Object.entries(helpersOf(name)).map(async ([kind, [type, input]]) => {
        const workflowId = kind === 'route' ? routeControlId(name, 'main') : `${name}~${kind}`;
        await client.workflow.signalWithStart(type, {
          ...{ workflowId, taskQueue, args: [input], signal: kind === 'route' ? ROUTE_SIGNAL : 'sluice.unknown' },
          signalArgs: ['garbage'],
        });
        await attack(client, workflowId, kind as AttackedKind);
        if (kind !== 'route') await client.workflow.getHandle(workflowId).terminate();
      });
      await Promise.all([...started, attack(client, victim, 'host')]);
      const counters = await hostCounters(client, hosted);
      expect(counters).toMatchObject({ duplicates: 0, stale: 0, truncations: 0 });
      expect(counters.refused).toBeGreaterThan(5);
      const { watermarks } = await client.workflow.getHandle(victim).query<Carried>(SNAPSHOT_QUERY);
      expect(watermarks.map(({ id }) => id)).not.toContain(strangersStream.id);

      // A workflow that holds nothing yet is closed, so that the records of its key wait for an operator and not in it.
      const strange = hostWorkflowId(name, 'main', 'stranger', 0);
      const carried = { watermarks: [7], chains: [{ chain: 'a', waiting: 5 }], sequence: 0, counters: {} };
      const hostingOfKey = { kind: 'key', chain: 'stranger', key: 'stranger' };
      await client.workflow.signalWithStart('sluiceDeliver', {
        ...{ workflowId: strange, taskQueue, signal: RECORDS_SIGNAL, signalArgs: ['garbage'] },
        args: [{ gateway: name, route: 'main', hosting: hostingOfKey, carried }],
      });
      await expect(client.workflow.getHandle(strange).result()).rejects.toMatchObject({
        cause: { type: 'SluiceStartRefused' },
      });

      const stoppedId = hostWorkflowId(name, 'alone', 'stopped', Math.min(lanes, 1));
      await eventually(async () => {
        const failing = (await routesOf(cli)).map((route) => [route.route, route.failing]);
        expect(Object.fromEntries(failing)).toEqual({ main: [], beside: [], alone: [stoppedId] });
      });
      const [status, check] = await Promise.all([cli('status'), cli('check')]);
      expect(status.stdout).toContain(`failing    ${stoppedId}: its workflow tasks fail`);
      expect([check.code, check.stdout]).toEqual([
        1,
        expect.stringContaining(`PROBLEM  workflow ${stoppedId}: its tasks`),
      ]);
      await client.workflow.getHandle(stoppedId).terminate();
      await eventually(async () => {
        const listed = documentOf(await cli('keys', 'restart', '--all', '-r', 'alone', '--json'));
        expect(listed).toMatchObject({ dryRun: true, matched: 1, done: 0 });
      });
      // No record has come for it, so that no key is held: without this line nothing would tell of its records.
      const closedOf = async (): Promise<unknown> =>
        (await routesOf(cli)).find(({ route }) => route === 'alone')?.closed;
      expect(await closedOf()).toEqual({ workflows: 1, complete: true });
      const where = lanes > 0 ? ['--lane', '0'] : ['-k', 'stopped'];
      const untold = await cli('keys', 'restart', '-r', 'alone', ...where);
      expect([untold.code, untold.stderr]).toEqual([
        1,
        expect.stringMatching(/cannot tell what it has done.* handled again .* edits: 1\..* too: 1\. With --yes/),
      ]);
      stopped.stopped();
      await eventually(() => {
        expect(Date.now()).toBeGreaterThan(stopped.stopsUntil);
      });
      const restarted = await cli('keys', 'restart', '--all', '-r', 'alone', '--yes', '--json');
      expect(documentOf(restarted)).toMatchObject({ matched: 1, done: 1, failed: 0 });
      await eventually(async () => {
        expect(await closedOf()).toBeUndefined();
      });
      // What operators did to it stands: an edit, a letter in place of its record, and a pause (I12).
      await eventually(() => {
        expect(stopped.toldSince.map(({ seq }) => seq)).toEqual([100, 2, 3, 50]);
      });
      expect(stopped.toldAgain).toEqual([100, 2]);
      expect(stopped.toldSince[3]?.idempotencyKey).toMatch(/\.0-1\.[\w-]+$/);
      const paused = await cli('keys', 'list', '-r', 'alone', '-s', 'paused');
      expect(paused.stdout.includes('resting')).toBe(lanes > 0);
      if (lanes === 0) {
        await topic.produce([{ key: 'stranger', value: '{"key":"stranger","seq":0}' }]);
        const { code } = await cli('keys', 'restart', '-r', 'main', '-k', 'stranger');
        expect(code).toBe(0);
        await eventually(() => {
          expect(told('stranger')).toHaveLength(1);
        });
      }

      await gateway.stop();
      await world.gateway({ shape, apiUrl: api.url });
      await goOn();
      const kept = { keys: GOOD.keys, perKey: from };
      expect(judge({ effects: good('/effects') }, kept)).toEqual(KEPT);
      expect(judge({ effects: good('/beside') }, kept)).toEqual(KEPT);
      for (const workflowId of hostIds(hosted))
        expect([workflowId, await failedTasks(client, workflowId)]).toEqual([workflowId, 0]);
    });
  });
});
