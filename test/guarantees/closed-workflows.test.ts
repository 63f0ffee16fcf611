import {
  HELD_WORKFLOW,
  RECORDS_SIGNAL,
  RELEASE_SIGNAL,
  SNAPSHOT_QUERY,
  STATUS_QUERY,
  type Carried,
  type HeldStatus,
  type HostStatus,
} from '../../src/model/contract/contract';
import { heldWorkflowId, hostWorkflowId } from '../../src/model/names/workflow-id';
import { reopenKey } from '../../src/temporal/keys/reopen-key';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES, IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import type { TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const CLOSED = 'key-1';
const FIRST = { keys: 6, perKey: 10 };
const SECOND = { keys: 6, perKey: 10, from: 10 };
const ALL = { keys: 6, perKey: 20 };

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I7: a workflow that an operator terminates is held, not replaced by an empty one, and goes on where it was', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const api = await world.recorder();
      const client = await world.client();

      const name = uniqueName();
      const workflowId = hostWorkflowId(name, 'main', CLOSED, lanes);
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
      // The key stands at its seventh record when its workflow is closed: four of its records are unprocessed.
      api.react = (call) => (bodyOf(call).key === CLOSED && bodyOf(call).seq >= 6 ? { status: 503 } : { status: 200 });
      await topic.produce(keyedRecords(FIRST));
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(() => {
        expect(api.effects).toHaveLength(60 - 4);
      });
      const { runId } = await client.workflow.getHandle(workflowId).describe();
      await client.workflow.getHandle(workflowId, runId).terminate('an operator did it');
      await topic.produce(keyedRecords(SECOND));
      const held = client.workflow.getHandle(heldWorkflowId(workflowId, runId));
      const status = await eventually(async () => {
        const answer = await held.query<HeldStatus>(STATUS_QUERY);
        expect(answer.waiting).toBeGreaterThanOrEqual(10);
        return answer;
      });
      expect(status).toMatchObject({ workflowId, closedRunId: runId, released: false });
      // The partitions are not held up, and the other keys went on.
      const ends = await topic.endOffsets();
      await eventually(async () => {
        expect(await topic.committedOffsets(`${name}.main`)).toEqual(ends);
      });
      expect(await client.workflow.getHandle(workflowId).describe()).toMatchObject({
        runId,
        status: { name: 'TERMINATED' },
      });
      api.react = () => ({ status: 200 });
      await held.signal(RELEASE_SIGNAL);
      await eventually(() => {
        expect(api.effects).toHaveLength(120);
      });
      expect(judge(api, ALL)).toEqual(KEPT);
      await topic.produce([{ key: CLOSED, value: JSON.stringify({ key: CLOSED, seq: 20 }) }]);
      await eventually(() => {
        expect(api.effects).toHaveLength(121);
      });
      expect((await held.describe()).status.name).toBe('COMPLETED');
      // The API knows of the call before the workflow does.
      await eventually(async () => {
        const { counters } = await client.workflow.getHandle(workflowId).query<HostStatus>(STATUS_QUERY);
        expect(counters.settled).toBe(counters.accepted);
      });
    });
  });
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I7: records of a held key stay held when the gateway starts again', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();
      const client = await world.client();

      const name = uniqueName();
      const workflowId = hostWorkflowId(name, 'main', CLOSED, lanes);
      const options = { shape: { name, topics: [topic.name], lanes, kind: 'deliver' }, apiUrl: api.url } as const;
      const record = (seq: number): { key: string; value: string } => ({
        key: CLOSED,
        value: JSON.stringify({ key: CLOSED, seq }),
      });
      await topic.produce([record(0)]);
      const runId = await withGateway(options, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(1);
        });
        const described = await client.workflow.getHandle(workflowId).describe();
        await client.workflow.getHandle(workflowId).cancel();
        await topic.produce([record(1)]);
        // A cancel request is not a way to close it.
        await eventually(() => {
          expect(api.effects).toHaveLength(2);
        });
        await client.workflow.getHandle(workflowId).terminate();
        await topic.produce([record(2)]);
        await eventually(async () => {
          const query = `WorkflowType = '${HELD_WORKFLOW}' AND WorkflowId STARTS_WITH '${workflowId}'`;
          expect((await client.workflow.count(query)).count).toBe(1);
        });
        return described.runId;
      });
      await topic.produce([record(3)]);
      await world.gateway(options);

      const held = client.workflow.getHandle(heldWorkflowId(workflowId, runId));
      await eventually(async () => {
        expect((await held.query<HeldStatus>(STATUS_QUERY)).waiting).toBe(2);
      });
      expect(api.effects).toHaveLength(2);
      await held.signal(RELEASE_SIGNAL);
      await eventually(() => {
        expect(api.effects.map((call) => bodyOf(call).seq)).toEqual([0, 1, 2, 3]);
      });
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I7: records sent straight to the reopened workflow while older ones are still being handed over are neither lost nor reordered', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();
      const client = await world.client();

      const name = uniqueName();
      const workflowId = hostWorkflowId(name, 'main', CLOSED, lanes);
      const options = { shape: { name, topics: [topic.name], lanes, kind: 'deliver' }, apiUrl: api.url } as const;
      const produce = (from: number, to: number): Promise<void> => topic.produce(closedKeyRecords(from, to));
      const delivered = (): readonly number[] => api.effects.map((call) => bodyOf(call).seq);
      const host = client.workflow.getHandle(workflowId);
      await produce(0, 3);
      const { held, runId } = await withGateway(options, async () => {
        await eventually(() => {
          expect(delivered()).toEqual(range(0, 3));
        });
        // A call may be made inside the first task, and a run that has ended none cannot be asked once it is closed.
        await host.query(STATUS_QUERY);
        const { runId: closedRunId } = await host.describe();
        await host.terminate();
        await produce(3, 1_203);
        const waiting = client.workflow.getHandle(heldWorkflowId(workflowId, closedRunId));
        await eventually(async () => {
          expect((await waiting.query<HeldStatus>(STATUS_QUERY)).waiting).toBe(1_200);
        });
        return { held: waiting, runId: closedRunId };
      });
      // No bridge runs; another one, which knows nothing of the held key, sends what it finds to the reopened run.
      await produce(1_203, 1_210);
      await withGateway({ ...options, command: 'worker' }, async () => {
        const closed = await client.workflow.getHandle(workflowId, runId).query<Carried>(SNAPSHOT_QUERY);
        const { id, topic: streamTopic } = closed.watermarks[0] ?? { id: '', topic: '' };
        await reopenKey(client, { workflowId, closedRunId: runId });
        const records = range(1_203, 1_210).map((seq) => ({
          ...{ partition: 0, leaderEpoch: 0, offset: String(seq), timestamp: 0 },
          ...(lanes > 0 ? { chain: CLOSED } : {}),
          key: CLOSED,
          value: { json: { key: CLOSED, seq } },
        }));
        // The held workflow got one of these by way of a bridge that went on from there.
        await held.signal(RECORDS_SIGNAL, { stream: { id, topic: streamTopic }, records: records.slice(3, 4) });
        for (const part of [records.slice(0, 3), records.slice(4)]) {
          await host.signal(RECORDS_SIGNAL, { stream: { id, topic: streamTopic }, records: part });
        }
        const { aside = [], counters } = await host.query<Carried>(SNAPSHOT_QUERY);
        expect(aside).toHaveLength(1);
        expect(counters.accepted).toBe(3);
        await held.signal(RELEASE_SIGNAL);
        await eventually(() => {
          expect(delivered()).toEqual(range(0, 1_210));
        });
        expect((await held.describe()).status.name).toBe('COMPLETED');
        expect((await host.query<Carried>(SNAPSHOT_QUERY)).aside).toBeUndefined();
      });
      await produce(1_210, 1_211);
      await world.gateway(options);
      await eventually(() => {
        expect(delivered()).toEqual(range(0, 1_211));
      });
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I7: a held workflow that is terminated too loses nothing', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();
      const client = await world.client();

      const name = uniqueName();
      const workflowId = hostWorkflowId(name, 'main', CLOSED, lanes);
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
      await topic.produce(closedKeyRecords(0, 3));
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(() => {
        expect(api.effects).toHaveLength(3);
      });
      const { runId } = await client.workflow.getHandle(workflowId).describe();
      await client.workflow.getHandle(workflowId).terminate();
      const held = client.workflow.getHandle(heldWorkflowId(workflowId, runId));
      for (const seq of [3, 5, 7]) {
        if (seq > 3) await held.terminate();
        await topic.produce(closedKeyRecords(seq, seq + 2));
        await eventually(async () => {
          expect((await held.describe()).status.name).toBe('RUNNING');
          expect((await held.query<HeldStatus>(STATUS_QUERY)).waiting).toBe(2);
        });
      }
      await held.signal(RELEASE_SIGNAL);
      await eventually(() => {
        expect(api.effects.map((call) => bodyOf(call).seq)).toEqual(range(0, 9));
      });
      await topic.produce(closedKeyRecords(9, 10));
      await eventually(() => {
        expect(api.effects.map((call) => bodyOf(call).seq)).toEqual(range(0, 10));
      });
      expect((await held.describe()).status.name).toBe('COMPLETED');
    });
  });
});

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** Alone in a partition, so that a record's offset is its number. */
const closedKeyRecords = (from: number, to: number): readonly TopicRecord[] =>
  range(from, to).map((seq) => ({ key: CLOSED, value: JSON.stringify({ key: CLOSED, seq }) }));
