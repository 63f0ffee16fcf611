import { STATE_QUERY } from '../../src/model/contract/contract';
import { keyWorkflowId } from '../../src/model/names/workflow-id';
import { type EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { IN_LANES } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const FIRST = { keys: 5, perKey: 20 };
const SECOND = { keys: 5, perKey: 20, from: 20 };
const ALL = { keys: 5, perKey: 40 };

/** What the API saw of one topic's records, as a receiver of its own. */
const ofTopic = (api: EffectRecorder, topic: string): EffectRecorder => {
  const effects = api.effects.filter(({ path, body }) => path.includes(topic) || body.includes(topic));
  return Object.create(api, { effects: { value: effects } }) as EffectRecorder;
};

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I3, I4: the topics of a route come together on one key, each in its order and once, over a kill', async () => {
    await withWorld(async (world) => {
      const orders = await world.topic({ partitions: 2, prefix: 'orders' });
      const payments = await world.topic({ partitions: 3, prefix: 'payments' });
      const api = await world.recorder();

      const topics = [orders.name, payments.name];
      const shape = { name: uniqueName(), topics, lanes, kind: 'deliver', path: '/effects/{topic}' } as const;
      await Promise.all([orders.produce(keyedRecords(FIRST)), payments.produce(keyedRecords(FIRST))]);
      const doomed = await GatewayProcess.start({ shape, apiUrl: api.url });
      await eventually(() => {
        expect(api.effects.length).toBeGreaterThan(20);
      });
      await doomed.kill();
      await Promise.all([orders.produce(keyedRecords(SECOND)), payments.produce(keyedRecords(SECOND))]);
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(
          () => {
            expect(api.effects).toHaveLength(400);
          },
          { withinMs: 150_000 },
        );
      });
      // Tokens grow over both topics: one chain has made all the calls of a key.
      for (const topic of topics) expect([topic, judge(ofTopic(api, topic), ALL)]).toEqual([topic, KEPT]);
    });
  });
});

it('I3, I8: a handler knows the topic of each record, and its one state per key has seen all topics', async () => {
  await withWorld(async (world) => {
    const orders = await world.topic({ partitions: 2, prefix: 'orders' });
    const payments = await world.topic({ partitions: 3, prefix: 'payments' });
    const api = await world.recorder();
    const client = await world.client();

    const topics = [orders.name, payments.name];
    const shape = { name: uniqueName(), topics, lanes: 0, kind: 'join' } as const;
    await Promise.all([orders.produce(keyedRecords(FIRST)), payments.produce(keyedRecords(FIRST))]);
    await world.gateway({ shape, apiUrl: api.url });

    await eventually(
      () => {
        expect(api.effects).toHaveLength(200);
      },
      { withinMs: 150_000 },
    );
    const all = Array.from({ length: 20 }, (_, seq) => seq);
    for (const key of ['key-0', 'key-4']) {
      const handle = client.workflow.getHandle(keyWorkflowId(shape.name, 'main', key));
      // The API knows of the call before the workflow does.
      await eventually(async () => {
        expect(await handle.query(STATE_QUERY, key)).toEqual({ [orders.name]: all, [payments.name]: all });
      });
      const last = api.effects.filter((call) => bodyOf(call).key === key).at(-1);
      expect(last && bodyOf(last)).toMatchObject({ seen: { [orders.name]: 20, [payments.name]: 20 } });
    }
  });
});
