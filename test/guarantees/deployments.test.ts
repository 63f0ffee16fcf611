import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { HELD_WORKFLOW, RETRY_UPDATE, STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { heldWorkflowId, hostWorkflowId } from '../../src/model/names/workflow-id';
import { type EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { PER_KEY } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT } from '../../harness/keyed-records';
import type { TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const KEYS = 8;
const ROUND = 10;
const Cause = temporal.api.enums.v1.WorkflowTaskFailedCause;

/** The server ends a task so where a signal has just come, and where the test terminates a run that has begun one. */
const BY_SERVER: ReadonlySet<unknown> = new Set([
  Cause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
]);

const told = (api: EffectRecorder): readonly { readonly key: string; readonly seq: number; readonly build: string }[] =>
  api.effects
    .filter(({ path }) => path === '/effects')
    .map((call) => bodyOf(call) as unknown as { key: string; seq: number; build: string });

/** Workflow tasks of all runs that failed, but for those that the server itself has ended. */
const failedTasks = async (client: Client, name: string): Promise<readonly string[]> => {
  const failed: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId STARTS_WITH '${name}/'` })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    for (const { workflowTaskFailedEventAttributes: failure } of events ?? []) {
      if (failure != null && !BY_SERVER.has(failure.cause))
        failed.push(`${workflowId}: ${Cause[failure.cause ?? 0]}, ${String(failure.failure?.message)}`);
    }
  }
  return failed;
};

const makeCurrent = async (client: Client, deploymentName: string, buildId: string): Promise<void> => {
  const request = { namespace: 'default', deploymentName, buildId, identity: 'test' };
  await eventually(() => client.connection.workflowService.setWorkerDeploymentCurrentVersion(request));
};

const runningOn = async (client: Client, deploymentName: string, build: string): Promise<number> => {
  const query = `TemporalWorkerDeploymentVersion = '${deploymentName}:${build}' AND ExecutionStatus = 'Running'`;
  return (await client.workflow.count(query)).count;
};

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  const round = (from: number, keys = KEYS): readonly TopicRecord[] =>
    Array.from({ length: keys * ROUND }, (_, index) => {
      const key = `key-${index % keys}`;
      return { key, value: JSON.stringify({ key, seq: from + Math.floor(index / keys), stateful: lanes === 0 }) };
    });

  it('I3, I4, I7, I12: a changed handler is deployed under load: no workflow task fails, the old worker is left without work, and a call in doubt is not taken for another one', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const api = await world.recorder();
      const client = await world.client();

      const name = uniqueName();
      const deployment = `sluice-${name}`;
      const shape = {
        name,
        topics: [topic.name],
        lanes,
        kind: 'account',
        destination: { retry: { initial: '10ms', maxAttempts: 2 } },
      } as const;
      const worker = (file: 'one' | 'two') =>
        world.gateway({
          shape: { ...shape, workflows: `./build-${file}.ts` },
          apiUrl: api.url,
          command: 'worker',
          env: { SLUICE_BUILD_ID: file },
        });
      // A key whose payment is in doubt when its handler is changed.
      api.react = ({ path }) => ({ status: path === '/pay' ? 504 : 200 });
      const payments = (): readonly string[] =>
        api.calls.filter(({ path }) => path === '/pay').map(({ idempotencyKey }) => idempotencyKey);
      const payer = client.workflow.getHandle(hostWorkflowId(name, 'main', 'payer', lanes));
      const failed = async (code: string): Promise<void> => {
        const { chains } = await payer.query<HostStatus>(STATUS_QUERY);
        const failure = { code, perhapsDone: true };
        expect(chains).toMatchObject([{ chain: 'payer', status: 'parked', failure }]);
      };
      const heldKey = `key-${KEYS}`;
      const heldId = hostWorkflowId(name, 'main', heldKey, lanes);
      const old = await worker('one');
      await withGateway(
        { shape: { ...shape, workflows: './build-one.ts' }, apiUrl: api.url, command: 'bridge' },
        async () => {
          await topic.produce(round(0));
          await topic.produce([{ key: 'payer', value: JSON.stringify({ payment: true }) }]);
          await eventually(
            () => {
              expect(told(api)).toHaveLength(KEYS * ROUND);
            },
            { withinMs: 150_000 },
          );
          // A workflow beside those of the keys: it waits for an operator, for ever.
          if (lanes === 0) {
            const held = { key: heldKey, value: JSON.stringify({ key: heldKey, seq: 0, stateful: true }) };
            await topic.produce([held]);
            await eventually(() => {
              expect(told(api)).toHaveLength(KEYS * ROUND + 1);
            });
            const { runId } = await client.workflow.getHandle(heldId).describe();
            await client.workflow.getHandle(heldId).terminate();
            await topic.produce([held]);
            await eventually(() => client.workflow.getHandle(heldWorkflowId(heldId, runId)).describe());
          }
          await eventually(() => failed('attempts-exhausted'));
          await eventually(async () => {
            expect(await runningOn(client, deployment, 'one')).toBeGreaterThan(0);
          });
          const young = await worker('two');
          try {
            await topic.produce(round(10));
            await makeCurrent(client, deployment, 'two');
            // Half of the keys are idle from here on: they move, too.
            await topic.produce(round(20, KEYS / 2));
            await eventually(
              async () => {
                expect(await runningOn(client, deployment, 'one')).toBe(0);
              },
              {
                withinMs: 150_000,
              },
            );
            await old.stop();
            // The question in front is gone, so that the payment would get its answer.
            await payer.executeUpdate(RETRY_UPDATE, { args: [{ chain: 'payer' }] });
            await eventually(() => failed('request-changed'));
            expect(payments()).toHaveLength(2);
            api.react = () => ({ status: 200 });
            const newEffect = { seen: 0, sure: true };
            await payer.executeUpdate(RETRY_UPDATE, { args: [{ chain: 'payer', newEffect }] });
            await eventually(() => {
              expect(new Set(payments()).size).toBe(2);
            });
            await topic.produce(round(30, KEYS / 2));
            const all = KEYS * ROUND * 3 + (lanes === 0 ? 1 : 0);
            await eventually(
              () => {
                expect(told(api)).toHaveLength(all);
              },
              { withinMs: 150_000 },
            );
            expect(await failedTasks(client, name)).toEqual([]);
            expect(
              (
                await client.workflow.count(
                  `WorkflowType = '${HELD_WORKFLOW}' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${name}/'`,
                )
              ).count,
            ).toBe(lanes === 0 ? 1 : 0);
          } finally {
            await young.stop();
          }
        },
      );
      const effects = api.effects.filter(({ path }) => path === '/effects');
      const receiver = Object.create(api, { effects: { value: effects } }) as EffectRecorder;
      expect(judge(receiver, { keys: KEYS / 2, perKey: ROUND * 4 })).toEqual(KEPT);
      expect(
        told(api)
          .filter(({ seq }) => seq >= 30)
          .every(({ build }) => build === 'two'),
      ).toBe(true);
      expect(
        told(api)
          .filter(({ seq }) => seq < 10)
          .every(({ build }) => build === 'one'),
      ).toBe(true);
      // Each key has changed once, and its state went along.
      for (let key = 0; key < KEYS; key += 1) {
        const own = told(api).filter((body) => body.key === `key-${key}`);
        const builds = own.map(({ build }) => build);
        expect(builds.join()).toMatch(/^one(,one)*(,two)*$/);
        if (lanes === 0)
          expect(own.map((body) => (body as unknown as { total: number }).total)).toEqual(own.map((_, at) => at + 1));
      }
    });
  });
});
