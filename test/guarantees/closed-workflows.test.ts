import {
  HELD_WORKFLOW,
  RELEASE_SIGNAL,
  STATUS_QUERY,
  type HeldStatus,
  type HostStatus,
} from '../../src/model/contract';
import { heldWorkflowId, hostWorkflowId } from '../../src/model/workflow-id';
import { withEffectRecorder } from '../support/effect-recorder';
import { eventually } from '../support/eventually';
import { withGateway } from '../support/gateway-process';
import { HOSTING_SHAPES } from '../support/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../support/keyed-records';
import { withTemporalClient } from '../support/temporal-client';
import { uniqueName } from '../support/unique-name';
import { withTopic } from '../support/with-topic';

const CLOSED = 'key-1';
const FIRST = { keys: 6, perKey: 10 };
const SECOND = { keys: 6, perKey: 10, from: 10 };
const ALL = { keys: 6, perKey: 20 };

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I7: a workflow that an operator terminates is held, not replaced by an empty one, and goes on where it was', async () => {
    await withTopic({ partitions: 2 }, (topic) =>
      withEffectRecorder((api) =>
        withTemporalClient(async (client) => {
          const name = uniqueName();
          const workflowId = hostWorkflowId(name, 'main', CLOSED, lanes);
          const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
          // The key stands at its seventh record when its workflow is closed: four of its records are unprocessed.
          api.react = (call) =>
            bodyOf(call).key === CLOSED && bodyOf(call).seq >= 6 ? { status: 503 } : { status: 200 };
          await topic.produce(keyedRecords(FIRST));
          await withGateway({ shape, apiUrl: api.url }, async () => {
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
            const { counters } = await client.workflow.getHandle(workflowId).query<HostStatus>(STATUS_QUERY);
            expect(counters.settled).toBe(counters.accepted);
          });
        }),
      ),
    );
  });

  it('I7: records of a held key stay held when the gateway starts again', async () => {
    await withTopic({ partitions: 1 }, (topic) =>
      withEffectRecorder((api) =>
        withTemporalClient(async (client) => {
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
          await withGateway(options, async () => {
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
        }),
      ),
    );
  });
});
