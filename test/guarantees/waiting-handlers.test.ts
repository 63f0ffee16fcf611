import type { Client } from '@temporalio/client';
import { RETRY_UPDATE, SKIP_UPDATE, STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { EDIT_UPDATE } from '../../src/model/keys/key-commands';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import type { EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway, type GatewayProcessOptions } from '../support/gateway/gateway-process';
import { runsContinued } from '../support/engines/runs-continued';
import { IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { bodyOf } from '../../harness/keyed-records';
import type { KafkaTopic, TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const KEY = 'key-0';
const record = (seq: number, more: Readonly<Record<string, unknown>> = {}, key = KEY): TopicRecord => ({
  key,
  value: JSON.stringify({ key, seq, ...more }),
});
const several = (count: number, from: number, key = KEY): readonly TopicRecord[] =>
  Array.from({ length: count }, (_, index) => record(from + index, {}, key));

const told = (api: EffectRecorder, key = KEY): readonly Readonly<Record<string, unknown>>[] =>
  api.effects
    .filter(({ path }) => path === '/effects')
    .map((call) => ({ ...bodyOf(call) }))
    .filter((body) => body['key'] === key);
const seqs = (api: EffectRecorder, key = KEY): readonly unknown[] => told(api, key).map(({ seq }) => seq);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

interface WaitingWorld {
  readonly topic: KafkaTopic;
  readonly api: EffectRecorder;
  readonly client: Client;
  readonly options: GatewayProcessOptions;
  /** Name of the gateway. */
  readonly name: string;
  /** Counts the children that its handlers have started. */
  readonly children: () => Promise<number>;
  /** Workflow that hosts a key. */
  readonly host: (key: string) => string;
}

/**
 * Gives `body` a topic, an API and a gateway whose handlers wait. If it is `busy`, each record is a signal, and Temporal
 * suggests continue-as-new after few events.
 */
const withWaitingWorld = (
  { lanes, busy = false }: { readonly lanes: number; readonly busy?: boolean },
  body: (world: WaitingWorld) => Promise<void>,
): Promise<void> =>
  withWorld(async (world) => {
    const temporal = busy ? (await world.hastyTemporal()).address : undefined;
    const topic = await world.topic({ partitions: 1 });
    const api = await world.recorder();
    const client = await world.client(temporal);
    const name = uniqueName();
    const bridge = busy ? { bridge: { recordsPerSignal: 1 } } : {};
    const shape = { name, topics: [topic.name], lanes, kind: 'wait', ...bridge } as const;
    const options = { shape, apiUrl: api.url, ...(temporal === undefined ? {} : { temporal }) };
    const query = `WorkflowType = 'childOfRecord' AND WorkflowId STARTS_WITH '${name}.'`;
    const children = async (): Promise<number> => (await client.workflow.count(query)).count;
    const host = (key: string): string => hostWorkflowId(name, 'main', key, lanes);
    await body({ topic, api, client, options, name, children, host });
  });

/** Longer than it takes until all runs are full, also on a machine that has much else to do. */
const WAIT_MS = 30_000;
const WAITS = [
  { waits: 'sleep', answer: null },
  { waits: 'condition', answer: false },
  { waits: 'child', answer: { slept: WAIT_MS } },
] as const;
/** Number of records behind the one that waits. Each is a signal, so the run of each key fills up. */
const BEHIND = 150;

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I7, I10: handlers that wait (for a sleep, a condition, a child) let their runs continue as new, are killed, and go on where they were', async () => {
    await withWaitingWorld({ lanes, busy: true }, async ({ topic, api, client, options, children, host }) => {
      for (const { waits } of WAITS) {
        await topic.produce([record(0, {}, waits), record(1, { waits, ms: WAIT_MS }, waits)]);
      }
      for (const { waits } of WAITS) await topic.produce(several(BEHIND, 2, waits));
      const first = await GatewayProcess.start(options);
      try {
        await eventually(
          async () => {
            for (const { waits } of WAITS) {
              expect(await runsContinued(client, host(waits))).toBeGreaterThanOrEqual(1);
            }
          },
          { withinMs: 150_000 },
        );
        for (const { waits } of WAITS) expect(seqs(api, waits).slice(0, 2)).toEqual([0]);
      } finally {
        await first.kill();
      }
      await withGateway(options, async () => {
        await eventually(
          () => {
            for (const { waits } of WAITS) expect(seqs(api, waits)).toHaveLength(BEHIND + 2);
          },
          { withinMs: 150_000 },
        );
      });
      for (const { waits, answer } of WAITS) {
        expect(seqs(api, waits)).toEqual(upTo(BEHIND + 2));
        expect(told(api, waits)[1]).toMatchObject({ told: answer });
        const begun = api.calls.filter((call) => call.path === '/begun' && bodyOf(call).key === waits);
        // Its answer is kept over the runs, so that it is called once; a kill may have come before the answer.
        expect(new Set(begun.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
        expect(begun.length).toBeLessThanOrEqual(2);
        const effect = api.effects.find(
          (call) => call.path === '/effects' && bodyOf(call).key === waits && bodyOf(call).seq === 1,
        );
        expect((effect?.startedAt ?? 0) - (begun[0]?.startedAt ?? Infinity)).toBeGreaterThanOrEqual(WAIT_MS);
      }
      expect(await children()).toBe(1);
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I4, I10: a handler that waits by itself delays neither what was deferred before it, nor continue-as-new, nor other keys', async () => {
    await withWaitingWorld({ lanes: Math.min(lanes, 1), busy: true }, async ({ topic, api, client, options, host }) => {
      await topic.produce([record(0), record(1, { waits: 'plain', ms: 20_000 })]);
      await withGateway(options, async () => {
        await eventually(() => {
          expect(seqs(api)).toEqual([0]);
        });
        await topic.produce([...several(100, 0, 'key-1'), ...several(150, 2)]);
        await eventually(
          async () => {
            expect(await runsContinued(client, host(KEY))).toBeGreaterThanOrEqual(1);
            expect(told(api, 'key-1')).toHaveLength(100);
          },
          { withinMs: 150_000 },
        );
        await eventually(
          () => {
            expect(seqs(api)).toEqual(upTo(152));
          },
          { withinMs: 150_000 },
        );
      });
      expect(api.calls.filter(({ path }) => path === '/begun')).toHaveLength(1);
    });
  });

  it('I4, I8: a record whose handler only waits can be skipped, and edited, and its key goes on', async () => {
    const long = 24 * 3_600_000;
    const waits = ['sleep', 'plain', 'condition', 'child'] as const;
    await withWaitingWorld(
      { lanes: Math.min(lanes, 1) },
      async ({ topic, api, client, options, name, children, host }) => {
        const update = async (command: string, key: string, more: object = {}): Promise<void> => {
          const handle = client.workflow.getHandle(host(key));
          await handle.executeUpdate(command, { args: [{ chain: key, offset: offsetOf(key), ...more }] });
        };
        const offsetOf = (key: string): string =>
          String([...waits, 'edited'].findIndex((name) => name === key) * 3 + 1);
        const begun = (): readonly unknown[] =>
          api.calls.filter(({ path }) => path === '/begun').map((call) => bodyOf(call).key);
        await topic.produce([
          ...waits.flatMap((kind) => [
            record(0, {}, kind),
            record(1, { waits: kind, ms: long }, kind),
            record(2, {}, kind),
          ]),
          ...[record(0, {}, 'edited'), record(1, { waits: 'child', ms: long }, 'edited'), record(2, {}, 'edited')],
        ]);
        await withGateway(options, async () => {
          await eventually(async () => {
            expect([...begun()].sort()).toEqual([...waits, 'edited'].sort());
            expect(await children()).toBe(2);
          });
          // A moment later a call of a record may still be under way, and the command says so.
          for (const kind of waits) await eventually(() => update(SKIP_UPDATE, kind));
          const value = { json: { key: 'edited', seq: 1 } };
          const at = { partition: 0, leaderEpoch: 0, offset: offsetOf('edited') };
          const edited = { ...at, key: 'edited', timestamp: Date.now(), value };
          // Another child does again what this one does, so that an edit needs a word (I12).
          const edit = { record: edited, seen: 0, sure: true };
          await eventually(() => update(EDIT_UPDATE, 'edited', edit));
          await eventually(() => {
            for (const kind of waits) expect(seqs(api, kind)).toEqual([0, 2]);
            expect(seqs(api, 'edited')).toEqual([0, 1, 2]);
          });
        });
        expect(begun()).toHaveLength(5);
        const running = `WorkflowType = 'childOfRecord' AND WorkflowId STARTS_WITH '${name}.' AND ExecutionStatus = 'Running'`;
        expect((await client.workflow.count(running)).count).toBe(2);
        for await (const { workflowId } of client.workflow.list({ query: running })) {
          await client.workflow.getHandle(workflowId).terminate('the test is over');
        }
      },
    );
  });
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I8: a child that fails is a failure of its record; a retry has another one do it', async () => {
    await withWaitingWorld({ lanes }, async ({ topic, api, client, options, children, host }) => {
      const handle = client.workflow.getHandle(host(KEY));
      const parked = async (): Promise<void> => {
        const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
        expect(chains.find(({ chain }) => chain === KEY)).toMatchObject({
          status: 'parked',
          failure: { code: 'child-failed', message: expect.stringContaining('The child refuses.') as unknown },
        });
      };
      await topic.produce([record(0, { waits: 'failing-child', ms: 1 }), record(1)]);
      await withGateway(options, async () => {
        await eventually(parked);
        await eventually(async () => {
          expect(await children()).toBe(1);
        });
        await handle.executeUpdate(RETRY_UPDATE, { args: [{ chain: KEY }] });
        await eventually(async () => {
          expect(await children()).toBe(2);
        });
        await eventually(parked);
      });
      expect(seqs(api)).toEqual([]);
      expect(api.calls.filter(({ path }) => path === '/begun')).toHaveLength(1);
    });
  });
});
