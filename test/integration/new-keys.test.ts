// What a new key costs Temporal beside the writes of its workflow: what its visibility has to learn.
import { Metadata, status as GrpcStatus } from '@grpc/grpc-js';
import { Client, ServiceError, type WorkflowClientInterceptor } from '@temporalio/client';
import { temporal as temporalProto } from '@temporalio/proto';
import { HeldKeys } from '../../src/bridge/held-keys';
import { TemporalSignalSender } from '../../src/bridge/temporal-signal-sender';
import { startTemporal } from '../../src/engines';
import { freePort } from '../../src/engines/free-port';
import { DELIVER_WORKFLOW } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { withTemporalClient } from '../support/engines/temporal-client';
import { withWorld } from '../support/gateway/world';

const { TASK_QUEUE_TYPE_WORKFLOW } = temporalProto.api.enums.v1.TaskQueueType;
const KEYS = 10;
const COUNT = /^visibility_persistence_requests\{operation="(\w+)".*\} (\d+)$/gm;

const visibilityRequests = async (port: number): Promise<Readonly<Record<string, number>>> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Object.fromEntries(Array.from(text.matchAll(COUNT), ([, name = '', count]) => [name, Number(count)]));
};

test('A new key is written to visibility once if all workers have one build, and the run has that build from its start.', async () => {
  await withWorld(async (world) => {
    const [metricsPort, topic, api] = [await freePort(), await world.topic({ partitions: 1 }), await world.recorder()];
    const temporal = await startTemporal({ dataDirectory: await world.directory(), metricsPort });
    world.atEnd(() => temporal.stop());
    const name = uniqueName();
    const shape = { name, topics: [topic.name], kind: 'deliver', lanes: 0 } as const;
    const options = { shape, apiUrl: api.url, temporal: temporal.address };
    const client = await world.client(temporal.address);
    await world.gateway({ ...options, command: 'worker' });
    await eventually(async () => {
      const taskQueue = { name: `sluice-${name}` };
      const request = { namespace: 'default', taskQueue, taskQueueType: TASK_QUEUE_TYPE_WORKFLOW };
      expect((await client.workflowService.describeTaskQueue(request)).pollers).not.toEqual([]);
    });
    // So the bridge sees the worker when it begins.
    await world.gateway({ ...options, command: 'bridge' });
    const keys = Array.from({ length: KEYS }, (_, at) => `key-${at}`);
    await topic.produce(keys.map((key) => ({ key, value: JSON.stringify({ key }) })));
    await eventually(() => {
      expect(api.effects).toHaveLength(KEYS);
    });
    const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', 'key-0', 0));
    const { given, build } = await eventually(async () => {
      const { events } = await handle.fetchHistory();
      const begun = events?.[0]?.workflowExecutionStartedEventAttributes?.searchAttributes?.indexedFields;
      const first = events?.find((event) => event.workflowTaskCompletedEventAttributes != null);
      const { workerVersion } = first?.workflowTaskCompletedEventAttributes ?? {};
      expect(workerVersion?.buildId).toBeTruthy();
      return { given: begun?.['BuildIds'], build: `unversioned:${workerVersion?.buildId}` };
    });
    expect(JSON.parse(Buffer.from(given?.data ?? []).toString())).toEqual(['unversioned', build]);
    // Whoever gave visibility the build, and when: now it has it.
    let counted = 0;
    await eventually(async () => {
      counted += 1;
      const { count } = await client.workflow.count(`BuildIds = '${build}'`);
      expect(count).toBeGreaterThanOrEqual(KEYS);
    });
    await eventually(async () => {
      const { RecordWorkflowExecutionStarted, UpsertWorkflowExecution, CountWorkflowExecutions } =
        await visibilityRequests(metricsPort);
      // The server reports at times: what came before its answers is in the report that has them.
      expect(CountWorkflowExecutions).toBeGreaterThanOrEqual(counted);
      expect(RecordWorkflowExecutionStarted).toBeGreaterThanOrEqual(KEYS);
      // The control workflows of the gateway have some, since nobody gives them a build.
      expect(UpsertWorkflowExecution ?? 0).toBeLessThan(KEYS / 2);
    });
  });
});

test('A server that refuses builds at the start is not given any again, and no record waits for that.', async () => {
  await withTemporalClient(async ({ connection }) => {
    const [gateway, sent] = [uniqueName(), [] as boolean[]];
    // It stands for a server that knows no such search attribute, or lets nobody set it.
    const refusing: WorkflowClientInterceptor = {
      signalWithStart: (input, next) => {
        const { typedSearchAttributes } = input.options;
        const names = JSON.stringify(typedSearchAttributes);
        sent.push(names.includes('BuildIds'));
        if (!names.includes('BuildIds')) return next(input);
        const details = "BuildIds attribute can't be set in SearchAttributes";
        const answer = { code: GrpcStatus.INVALID_ARGUMENT, details, metadata: new Metadata() };
        throw new ServiceError('refused', { cause: Object.assign(new Error(details), answer) });
      },
    };
    const client = new Client({ connection, interceptors: { workflow: [refusing] } });
    const ignore = (): void => undefined;
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const names = { gateway, route: 'main', taskQueue: gateway };
    const sender = new TemporalSignalSender(client, new HeldKeys(client, names, log), {
      ...{ ...names, workflowType: DELIVER_WORKFLOW, informed: () => true },
      ...{ mayCallInFirstTask: () => false, buildOfWorkers: () => 'one' },
    });
    const send = (key: string): Promise<unknown> => {
      const workflowId = hostWorkflowId(gateway, 'main', key, 0);
      const record = { partition: 0, leaderEpoch: 0, offset: '1', key, chain: key, timestamp: 0, value: { json: 1 } };
      const signal = { stream: { id: 's', topic: 't' }, records: [record] };
      return sender.send({ workflowId, hosting: { kind: 'key', chain: key, key } }, signal, 100);
    };
    try {
      expect([await send('a'), await send('b')]).toEqual([{ kind: 'durable' }, { kind: 'durable' }]);
      expect(sent).toEqual([true, false, false]);
    } finally {
      for (const key of ['a', 'b'])
        await client.workflow.getHandle(hostWorkflowId(gateway, 'main', key, 0)).terminate();
    }
  });
});
