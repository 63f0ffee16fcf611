// What one run may have is bounded by the server: 50 MB of history, then it closes the run. Records come without end.
import { RELEASE_SIGNAL } from '../../src/model/contract/contract';
import { heldWorkflowId, hostWorkflowId } from '../../src/model/names/workflow-id';
import { type EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { judge, KEPT, keyedRecords, type KeyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { narrowed, WIDE } from '../support/width';
import { withWorld } from '../support/gateway/world';

const MIB = 1024 * 1024;
const PAD = 'x'.repeat(10_000);
const PER_REQUEST = 150;
/** 60 MB are more than a run may have; 24 are twice what one may grow to here. */
const BACKLOG = WIDE ? 6_000 : 2_400;
const TOPIC = { partitions: 1, config: { 'max.message.bytes': '2000000' } };

/** Records of 10 KB. */
const produceLarge = async (topic: KafkaTopic, load: KeyedRecords): Promise<void> => {
  const records = keyedRecords(load).map(({ value, ...record }) => ({
    ...record,
    value: `${String(value).slice(0, -1)},"pad":"${PAD}"}`,
  }));
  for (let from = 0; from < records.length; from += PER_REQUEST) {
    await topic.produce(records.slice(from, from + PER_REQUEST));
  }
};

const untilCommitted = (topic: KafkaTopic, name: string, offset: bigint): Promise<void> =>
  eventually(async () => {
    expect(await topic.committedOffsets(`${name}.main`)).toEqual([offset]);
  });

const untilDone = (api: EffectRecorder, count: number): Promise<void> =>
  eventually(
    () => {
      expect(api.effects).toHaveLength(count);
    },
    { withinMs: 300_000 },
  );

const CONCENTRATED = [
  { hosting: 'a workflow per key', lanes: 0, keys: 1 },
  { hosting: 'a lane', lanes: 1, keys: 20 },
] as const;

describe.each(CONCENTRATED)('with $hosting', ({ lanes, keys }) => {
  it('I7, I10: while no worker runs, no history grows to where the server would close it, and nothing is held up', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic(TOPIC);
      const api = await world.recorder();
      const client = await world.client();

      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      const options = { shape, apiUrl: api.url };
      const load = { keys, perKey: BACKLOG / keys };
      await produceLarge(topic, load);
      const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', lanes);
      const bridge = await world.gateway({ ...options, command: 'bridge' });
      await untilCommitted(topic, shape.name, BigInt(BACKLOG));
      const described = await client.workflow.getHandle(workflowId).describe();
      expect(described.status.name).toBe('RUNNING');
      expect(described.historySize).toBeLessThan(12 * MIB);
      await withGateway({ ...options, command: 'worker' }, async () => {
        await untilDone(api, BACKLOG);
      });
      await bridge.stop();
      expect(judge(api, load)).toEqual(KEPT);
      expect(api.effects.every(({ body }) => body.length > PAD.length)).toBe(true);
    });
  });
});

describe.each(narrowed(CONCENTRATED, ({ lanes }) => lanes === 0))('with $hosting', ({ lanes, keys }) => {
  it('I7: a key whose run was closed with a history of several megabytes goes on where it was', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic(TOPIC);
      const api = await world.recorder();
      const client = await world.client();

      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      const options = { shape, apiUrl: api.url };
      const perKey = 600 / keys;
      const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', lanes);
      const bridge = await world.gateway({ ...options, command: 'bridge' });
      await produceLarge(topic, { keys, perKey });
      await untilCommitted(topic, shape.name, 600n);
      const { runId, historySize } = await client.workflow.getHandle(workflowId).describe();
      expect(historySize).toBeGreaterThan(5 * MIB);
      await client.workflow.getHandle(workflowId, runId).terminate();
      await produceLarge(topic, { keys, perKey: 1, from: perKey });
      await untilCommitted(topic, shape.name, BigInt(600 + keys));
      await withGateway({ ...options, command: 'worker' }, async () => {
        await client.workflow.getHandle(heldWorkflowId(workflowId, runId)).signal(RELEASE_SIGNAL);
        await untilDone(api, 600 + keys);
      });
      await bridge.stop();
      expect(judge(api, { keys, perKey: perKey + 1 })).toEqual(KEPT);
    });
  });
});
