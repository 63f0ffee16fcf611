import type { Client } from '@temporalio/client';
import { AGENT_UPDATE, AGENTS_QUERY, AGENTS_WORKFLOW, SCHEDULE_SIGNAL } from '../../src/model/contract/agent-contract';
import { CALLBACK_UPDATE } from '../../src/model/contract/callback-contract';
import {
  HANDOVER_SIGNAL,
  HELD_WORKFLOW,
  LEAVE_SIGNAL,
  RECORDS_SIGNAL,
  RETRY_UPDATE,
  SKIP_UPDATE,
  SNAPSHOT_QUERY,
  STATE_QUERY,
  type Carried,
} from '../../src/model/contract/contract';
import {
  RECALL_UPDATE,
  SHELF_WORKFLOW,
  SHELVE_UPDATE,
  SHELVED_QUERY,
  TAKE_UPDATE,
} from '../../src/model/contract/shelf-contract';
import { CHAINS_QUERY, EDIT_UPDATE, HEAD_QUERY, PAUSE_UPDATE, RESUME_UPDATE } from '../../src/model/key-commands';
import { REDRIVE_QUERY, REDRIVE_UPDATE } from '../../src/model/redrive';
import { ROUTE_SIGNAL, ROUTE_WORKFLOW } from '../../src/model/route-control';
import { hostWorkflowId, routeControlId } from '../../src/model/workflow-id';
import type { EffectRecorder, RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import type { TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { hostCounters } from '../support/gateway/host-counters';
import { hostIds } from '../support/gateway/host-ids';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';
import { HOSTILE_ARGUMENTS, strangersStream, undecodable } from '../support/scenarios/hostile-arguments';

const GOOD = { keys: 6, perKey: 3 };
const EVIL = 'evil';

/** JSON text, because `__proto__` in an object literal would set the prototype of that very literal. */
const MERGES = [
  '{"__proto__":{"admin":true,"stream":{"id":"x"},"offset":"0","step":"x","chain":"x"}}',
  '{"constructor":{"prototype":{"admin":true,"partition":7},"keys":null,"entries":null}}',
  '{"list":{"__proto__":{"admin":true,"map":null,"push":null,"constructor":{},"length":5}}}',
  '{"toString":{"__proto__":{"call":null,"apply":null,"admin":true},"constructor":{"prototype":{"bind":0}}}}',
];

const evilRecords = (): readonly TopicRecord[] => [
  ...MERGES.map((merge, seq) => ({ key: EVIL, value: `{"key":"${EVIL}","seq":${seq},"merge":${merge}}` })),
  { key: EVIL, value: JSON.stringify({ key: EVIL, seq: MERGES.length, pollute: true }) },
];

const at = (api: EffectRecorder, path: string): readonly RecordedCall[] =>
  api.effects.filter((call) => call.path === path);

const seenBy = (calls: readonly RecordedCall[]): readonly unknown[] =>
  calls.map((call) => (JSON.parse(call.body.toString()) as { readonly key: string; readonly seen: unknown }).seen);

/** What each workflow listens to; other names are no handlers of it, and Updates would wait for one without end. */
const LISTENERS = {
  host: {
    signals: [RECORDS_SIGNAL, HANDOVER_SIGNAL],
    updates: [
      ...[RETRY_UPDATE, SKIP_UPDATE, EDIT_UPDATE, PAUSE_UPDATE],
      ...[RESUME_UPDATE, CALLBACK_UPDATE, REDRIVE_UPDATE],
    ],
    queries: [CHAINS_QUERY, HEAD_QUERY, STATE_QUERY, REDRIVE_QUERY],
  },
  held: { signals: [RECORDS_SIGNAL], updates: [], queries: [] },
  agents: { signals: [SCHEDULE_SIGNAL], updates: [AGENT_UPDATE], queries: [AGENTS_QUERY] },
  route: { signals: [ROUTE_SIGNAL], updates: [], queries: [] },
  shelf: { signals: [], updates: [SHELVE_UPDATE, TAKE_UPDATE, RECALL_UPDATE], queries: [SHELVED_QUERY] },
} as const;

const attack = async (client: Client, workflowId: string, kind: keyof typeof LISTENERS): Promise<void> => {
  const handle = client.workflow.getHandle(workflowId);
  const { signals, updates, queries } = LISTENERS[kind];
  for (const args of HOSTILE_ARGUMENTS) {
    for (const name of signals) await handle.signal(name, ...(args as []));
  }
  const answers = await Promise.allSettled(
    HOSTILE_ARGUMENTS.flatMap((args) => [
      ...updates.map((name) => handle.executeUpdate(name, { args: [...args] as [] })),
      ...queries.map((name) => handle.query(name, ...(args as []))),
    ]),
  );
  // Some of it asks in the right form for what is not there.
  const taken = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(taken.filter((value) => JSON.stringify(value ?? []) !== '[]')).toEqual([]);
};

const tasksFailed = async (client: Client, workflowId: string): Promise<number> => {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskFailedEventAttributes != null).length;
};

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I5, I7: no record, handler or stranger with access to Temporal changes or stops anything of other keys', async () => {
    await withWorld(async (world) => {
      const [topic, other] = [await world.topic({ partitions: 2 }), await world.topic({ partitions: 2 })];
      const api = await world.recorder();
      const name = uniqueName();
      const beside = {
        beside: { topics: [other.name], deliver: { to: 'other', path: '/beside' }, ...(lanes > 0 ? { lanes } : {}) },
      };
      const shape = { name, topics: [topic.name], beside, lanes, kind: 'pollute' } as const;
      let from = 0;
      const goOn = async (): Promise<void> => {
        const records = keyedRecords({ ...GOOD, from });
        from += GOOD.perKey;
        await Promise.all([topic.produce(records), other.produce(records)]);
        await eventually(() => {
          const good = at(api, '/effects').filter((call) => !call.body.includes(`"${EVIL}"`));
          expect(good).toHaveLength(from * GOOD.keys);
          expect(at(api, '/beside')).toHaveLength(from * GOOD.keys);
        });
        const seen = seenBy(at(api, '/effects'));
        expect(seen).toEqual(seen.map(() => []));
        const keys = at(api, '/beside').map(({ idempotencyKey }) => idempotencyKey);
        const [prefix = ''] = /^[^.]+\.[^.]+\./.exec(keys[0] ?? '') ?? [];
        expect(prefix.startsWith(`${name}.`)).toBe(true);
        expect(keys.filter((key) => !/^[01]\.\d+\.\d+\.0\.[\w-]+$/.test(key.slice(prefix.length)))).toEqual([]);
        expect(keys.filter((key) => !key.startsWith(prefix))).toEqual([]);
      };
      const gateway = await world.gateway({ shape, apiUrl: api.url });
      await goOn();
      await topic.produce(evilRecords());
      await eventually(() => {
        expect(at(api, '/effects').filter((call) => call.body.includes(`"${EVIL}"`))).toHaveLength(MERGES.length + 1);
      });
      await goOn();

      const client = await world.client();
      const hosted = { name, lanes, keys: GOOD.keys };
      const [victim = ''] = hostIds(hosted);
      const { taskQueue } = await client.workflow.getHandle(victim).describe();
      const helpers = {
        held: [HELD_WORKFLOW, { gateway: name, route: 'main', workflowId: `${name}/main/x`, closedRunId: 'r' }],
        shelf: [SHELF_WORKFLOW, { gateway: name, route: 'main' }],
        route: [ROUTE_WORKFLOW, { gateway: name, route: 'main' }],
        agents: [
          AGENTS_WORKFLOW,
          { gateway: name, definition: 'd', hosting: { kind: 'shared', host: 0, of: 1 }, window: 9 },
        ],
      } as const;
      // What hosts no keys is the same in both shapes.
      const started = Object.entries(lanes === 0 ? helpers : {}).map(async ([kind, [type, input]]) => {
        const workflowId = kind === 'route' ? routeControlId(name, 'main') : `${name}~${kind}`;
        await client.workflow.signalWithStart(type, {
          ...{ workflowId, taskQueue, args: [input], signal: kind === 'route' ? ROUTE_SIGNAL : LEAVE_SIGNAL },
          signalArgs: ['garbage'],
        });
        await attack(client, workflowId, kind as keyof typeof helpers);
        expect([kind, await tasksFailed(client, workflowId)]).toEqual([kind, 0]);
        if (kind !== 'route') await client.workflow.getHandle(workflowId).terminate();
      });
      await Promise.all([...started, attack(client, victim, 'host')]);
      const counters = await hostCounters(client, hosted);
      expect(counters).toMatchObject({ duplicates: 0, stale: 0, truncations: 0 });
      expect(counters.refused).toBeGreaterThan(HOSTILE_ARGUMENTS.length);
      const { watermarks } = await client.workflow.getHandle(victim).query<Carried>(SNAPSHOT_QUERY);
      expect(watermarks.map(({ id }) => id)).not.toContain(strangersStream.id);

      // A workflow that holds nothing yet is closed, so that the records of its key wait for an operator and not in it.
      const strange = hostWorkflowId(name, 'main', 'stranger', 0);
      await client.workflow.signalWithStart('sluiceDeliver', {
        ...{ workflowId: strange, taskQueue, args: [undecodable('binary/none')], signal: RECORDS_SIGNAL },
        signalArgs: ['garbage'],
      });
      await expect(client.workflow.getHandle(strange).result()).rejects.toMatchObject({
        cause: { type: 'SluiceStartRefused' },
      });
      if (lanes === 0) {
        await topic.produce([{ key: 'stranger', value: '{"key":"key-0","seq":-1}' }]);
        const { code } = await runCli(['keys', 'restart', '-r', 'main', '-k', 'stranger'], { shape, apiUrl: api.url });
        expect(code).toBe(0);
        await eventually(() => {
          expect(api.effects.filter((call) => call.body.includes('"seq":-1'))).toHaveLength(1);
        });
        api.calls.splice(
          api.calls.findIndex((call) => call.body.includes('"seq":-1')),
          1,
        );
      }

      await gateway.stop();
      await world.gateway({ shape, apiUrl: api.url });
      await goOn();
      const kept = { keys: GOOD.keys, perKey: from };
      expect(judge({ effects: at(api, '/effects') }, kept)).toEqual(KEPT);
      expect(judge({ effects: at(api, '/beside') }, kept)).toEqual(KEPT);
      for (const workflowId of hostIds(hosted))
        expect([workflowId, await tasksFailed(client, workflowId)]).toEqual([workflowId, 0]);
    });
  });
});
