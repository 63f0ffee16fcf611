import type { Client } from '@temporalio/client';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import type { TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { MISTAKES } from '../fixtures/gateway/mistaken-handler';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { failedTasks } from '../support/scenarios/attacked-workflows';
import { chainOf } from '../support/scenarios/chain-of';
import { withWorld } from '../support/gateway/world';

const GOOD_KEYS = 20;
const NAMES = Object.keys(MISTAKES);
const ROUNDS = 8;
/** Those after which the record goes on, as nothing that it asked for is amiss. */
const SETTLED: ReadonlySet<string> = new Set([
  ...NAMES.filter((name) => /^(reject|timer|defer(Then|Twice)|call(Then|Twice)|log|state|keepContext)/.test(name)),
  ...['helperThrows', 'ownPromise', 'childThenCycle', 'stepBigint', 'stepChanging', 'stepProto', 'callHeaders'],
  ...['deferNoPath', 'conditionOdd', 'conditionNotAwaited', 'assignContext', 'changeRecord'],
]);
/** In a lane, a context that another key's handler has left behind is over; in a workflow per key there is none. */
const BY_SHAPE: ReadonlySet<string> = new Set(['staleCall', 'staleDefer', 'rejectLater', 'state', 'stateRead']);

const textOf = (key: string, seq: number): string => JSON.stringify({ key, seq });

const roundOf = (seq: number): readonly TopicRecord[] => [
  ...NAMES.filter((_, index) => index % ROUNDS === seq).map((mistake) => ({
    key: mistake,
    value: JSON.stringify({ key: mistake, seq: 0, mistake }),
  })),
  ...Array.from({ length: GOOD_KEYS }, (_, key) => ({ key: `good-${key}`, value: textOf(`good-${key}`, seq) })),
];

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes: some }) => {
  const lanes = Math.min(some, 2);

  it('I4, I7: whatever mistakes handlers make for their records, no call of another key is lost, doubled or changed', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const api = await world.recorder();
      const name = uniqueName();
      const shape = { name, topics: [topic.name], lanes, kind: 'mistake', timeout: '30s' } as const;
      api.react = ({ path }) => (path === '/refused' ? { status: 422 } : { status: 200 });
      const gateway = await world.gateway({ shape, apiUrl: api.url });
      for (let seq = 0; seq < ROUNDS; seq += 1) await topic.produce(roundOf(seq));

      const client: Client = await world.client();
      const idOf = (key: string): string => hostWorkflowId(name, 'main', key, lanes);
      const callsOf = (path: string, key: string): readonly string[] =>
        api.calls
          .filter((call) => call.path === path && call.body.includes(`"${key}"`))
          .map(({ body }) => body.toString());
      const expected = Array.from({ length: ROUNDS }, (_, seq) => seq);
      await eventually(
        () => {
          for (let index = 0; index < GOOD_KEYS; index += 1) {
            const key = `good-${index}`;
            const all = expected.map((seq) => textOf(key, seq));
            for (const path of ['/asked', '/told']) expect([path, callsOf(path, key)]).toEqual([path, all]);
          }
        },
        { withinMs: 120_000 },
      );
      await eventually(
        async () => {
          for (const mistake of NAMES) {
            const { status, failure } = (await chainOf(client, idOf(mistake), mistake)) ?? { status: 'idle' };
            const settled = callsOf('/told', mistake).length === 1 && status === 'idle';
            const parked = status === 'parked' && failure !== undefined;
            const wanted = BY_SHAPE.has(mistake) ? settled || parked : SETTLED.has(mistake) ? settled : parked;
            expect([mistake, wanted ? 'as wanted' : { status, failure }]).toEqual([mistake, 'as wanted']);
          }
        },
        { withinMs: 120_000 },
      );
      const workflows = new Set([...NAMES, ...Array.from({ length: GOOD_KEYS }, (_, key) => `good-${key}`)].map(idOf));
      for (const workflowId of workflows)
        expect([workflowId, await failedTasks(client, workflowId)]).toEqual([workflowId, 0]);

      // What was given is sent as it was given, whatever became of it.
      const kept = api.calls.filter(({ path }) => path === '/kept').map(({ body }) => body.toString());
      expect(new Set(kept)).toEqual(new Set(['{"n":1}', '{"n":2}']));
      expect(kept.filter((body) => body === '{"n":2}')).toHaveLength(2);
      expect(api.calls.filter(({ path }) => path === '/late' || path === '/stale')).toEqual([]);
      expect(gateway.output).toContain('a promise that a handler made was rejected, and nothing waited for it');
      await gateway.stop();
      expect((await gateway.exited).code).toBe(0);
    });
  });
});
