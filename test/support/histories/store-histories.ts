// Makes the stored histories of test/histories: `npx tsx test/support/histories/store-histories.ts SCENARIO...`,
// against engines named by SLUICE_TEST_KAFKA and SLUICE_TEST_TEMPORAL. Run it only to ADD histories of something new;
// existing ones come from versions that may still be running somewhere, and must replay forever.
import type { Client } from '@temporalio/client';
import { freePort } from '../../../src/engines/free-port';
import {
  RELEASE_SIGNAL,
  RETRY_UPDATE,
  SKIP_UPDATE,
  STATUS_QUERY,
  type HostStatus,
} from '../../../src/model/contract/contract';
import { outboxWorkflowId } from '../../../src/model/names/outbox-names';
import { heldWorkflowId, hostWorkflowId, routeControlId } from '../../../src/model/names/workflow-id';
import { callBack, callbackUrlOf } from '../scenarios/callback-caller';
import { SECRETS } from '../scenarios/callback-world';
import { withEffectRecorder, type EffectRecorder, type RecordedCall } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';
import { withGateway } from '../gateway/gateway-process';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { bodyOf, keyedRecords } from '../../../harness/keyed-records';
import { publisherRecords } from '../../../harness/published';
import { runCli } from '../gateway/run-cli';
import { storeAgents } from './store-agents';
import { storeAtOnce } from './store-at-once';
import { storeHistory } from './store-history';
import { storeRetirement } from './store-retirement';
import { uniqueName } from '../../../harness/unique-name';
import { withTopic } from '../../../harness/with-topic';
import { withWorld } from '../gateway/world';

const until = async (client: Client, workflowId: string, holds: (status: HostStatus) => boolean): Promise<void> => {
  await eventually(async () => {
    const status = await client.workflow.getHandle(workflowId).query<HostStatus>(STATUS_QUERY);
    if (!holds(status)) throw new Error(`not yet: ${JSON.stringify(status)}`);
  });
};

/** Records that are delivered, refused for a while, parked and skipped. */
const deliver = async (client: Client, topic: KafkaTopic, api: EffectRecorder, lanes: number): Promise<void> => {
  const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
  const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', lanes);
  let busy = 3;
  api.react = (call) => {
    if (bodyOf(call).seq === 5) return { status: 422 };
    busy -= 1;
    return busy >= 0 ? { status: 503 } : { status: 200 };
  };
  await topic.produce(keyedRecords({ keys: 3, perKey: 10 }));
  await withGateway({ shape, apiUrl: api.url }, async () => {
    await until(client, workflowId, ({ parked }) => parked > 0);
    await client.workflow.getHandle(workflowId).executeUpdate(SKIP_UPDATE, { args: [{ chain: 'key-0' }] });
    await until(
      client,
      workflowId,
      ({ chains }) => !chains.some(({ chain, waiting }) => chain === 'key-0' && waiting > 0),
    );
    await storeHistory(client, lanes > 0 ? 'deliver-lane' : 'deliver-key', workflowId);
  });
};

/** Handlers that defer, call, throw after a call, and are skipped. */
const handler = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'handler' } as const;
  const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', 0);
  const acts = [undefined, 'call', undefined, 'call-and-throw', undefined, 'throw', undefined] as const;
  await topic.produce(acts.map((act, seq) => ({ key: 'key-0', value: JSON.stringify({ key: 'key-0', seq, act }) })));
  await withGateway({ shape, apiUrl: api.url }, async () => {
    for (const waiting of [4, 2]) {
      await until(client, workflowId, (status) => status.parked > 0 && status.waiting === waiting);
      await client.workflow.getHandle(workflowId).executeUpdate(SKIP_UPDATE, { args: [{ chain: 'key-0' }] });
    }
    await until(client, workflowId, ({ waiting }) => waiting === 0);
    await storeHistory(client, 'handler-key', workflowId);
  });
};

/** A handler that waits in every possible way. */
const waiting = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'wait' } as const;
  const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', 0);
  const waits = [undefined, 'plain', 'sleep', 'condition', 'child', 'failing-child', undefined] as const;
  await topic.produce(
    waits.map((how, seq) => ({ key: 'key-0', value: JSON.stringify({ key: 'key-0', seq, waits: how, ms: 5_000 }) })),
  );
  await withGateway({ shape, apiUrl: api.url }, async () => {
    await until(client, workflowId, ({ parked }) => parked > 0);
    await storeHistory(client, 'waiting-key', workflowId);
  });
};

/** A terminated workflow, what was held for it, and its successor. */
const held = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'deliver' } as const;
  const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', 0);
  const record = (seq: number): { key: string; value: string } => ({
    key: 'key-0',
    value: JSON.stringify({ key: 'key-0', seq }),
  });
  await topic.produce([record(0)]);
  await withGateway({ shape, apiUrl: api.url }, async () => {
    await until(client, workflowId, ({ counters }) => counters.settled === 1);
    const { runId } = await client.workflow.getHandle(workflowId).describe();
    await client.workflow.getHandle(workflowId).terminate();
    await topic.produce([record(1), record(2)]);
    const waiting = client.workflow.getHandle(heldWorkflowId(workflowId, runId));
    await eventually(() => waiting.describe());
    await waiting.signal(RELEASE_SIGNAL);
    await waiting.result();
    await until(client, workflowId, ({ counters }) => counters.settled === 3);
    await storeHistory(client, 'held', waiting.workflowId);
    await storeHistory(client, 'reopened', workflowId);
  });
};

/** Handlers that publish and defer, one that fails, and the writer that publishes it. */
const publisher = (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> =>
  withTopic({ partitions: 2, prefix: 'published' }, async (target) => {
    const name = uniqueName();
    const shape = { name, topics: [topic.name], lanes: 0, kind: 'publisher', outbox: { writers: 1 } } as const;
    const workflowId = hostWorkflowId(name, 'main', 'key-0', 0);
    const acts = [undefined, 'defer', 'elsewhere', 'defer', undefined] as const;
    await topic.produce(publisherRecords({ keys: 1, perKey: 5 }, target.name, (seq) => ({ act: acts[seq] })));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await until(client, workflowId, (status) => status.parked > 0);
      await client.workflow.getHandle(workflowId).executeUpdate(SKIP_UPDATE, { args: [{ chain: 'key-0' }] });
      await until(client, workflowId, ({ waiting }) => waiting === 0);
      await storeHistory(client, 'publisher-key', workflowId);
      await storeHistory(client, 'outbox-writer', outboxWorkflowId(name, 0));
    });
  });

/** A lane with a parked key, before whose record two dead letters are redriven. */
const redriven = (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> =>
  withTopic({ prefix: 'letters' }, async (letters) => {
    const onTerminal = { effect: 'dead-letter', undecodable: 'park' } as const;
    const names = { name: uniqueName(), topics: [topic.name], deadLetterTopic: letters.name };
    const shape = { ...names, lanes: 2, kind: 'deliver', onTerminal } as const;
    const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', 2);
    let refused = [1, 2];
    api.react = (call) => ({ status: refused.includes(bodyOf(call).seq) ? 422 : 200 });
    const values = [0, 1, 2].map((seq) => JSON.stringify({ key: 'key-0', seq }));
    await topic.produce([...values, '{oops'].map((value) => ({ key: 'key-0', value })));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await until(client, workflowId, ({ parked, counters }) => parked > 0 && counters.deadLettered === 2);
      refused = [];
      await runCli(['dead-letters', 'redrive', '--all', '--yes', '-r', 'main'], { shape, apiUrl: api.url });
      await until(client, workflowId, ({ parked, counters }) => parked > 0 && counters.settled === 3);
      await storeHistory(client, 'redriven-lane', workflowId);
    });
  });

/** What operators desire of a route: it is paused and resumed, and a replay begins and finishes. */
const control = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'deliver' } as const;
  const cli = (...args: readonly string[]) => runCli([...args, '--json'], { shape, apiUrl: api.url });
  await topic.produce([{ key: 'key-0', value: JSON.stringify({ key: 'key-0', seq: 0 }) }]);
  await withGateway({ shape, apiUrl: api.url }, async () => {
    await until(client, hostWorkflowId(shape.name, 'main', 'key-0', 0), ({ counters }) => counters.settled === 1);
    await cli('pause', 'main');
    await cli('resume', 'main');
    await cli('replay', 'main', '--at-most', '1000', '--from', 'earliest');
    await until(client, hostWorkflowId(shape.name, 'main', 'key-0', 0), ({ counters }) => counters.settled === 2);
    await storeHistory(client, 'route-control', routeControlId(shape.name, 'main'));
  });
};

/** Records settled by callbacks: one in time, one late, one that fails and is requested again. */
const callback = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const callbacks = { port: await freePort() };
  const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'pay', callbacks } as const;
  const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', 0);
  const fields = [{}, { within: 2_000 }, {}];
  const answer = async (calls: number, query = ''): Promise<void> => {
    const asked = await eventually(() => {
      const all = api.calls.filter(({ path }) => path === '/effects');
      if (all.length !== calls) throw new Error(`not yet: ${all.length} of ${calls}`);
      return all;
    });
    await callBack(callbackUrlOf(asked[calls - 1] as RecordedCall) + query, { seq: calls });
  };
  await topic.produce(
    fields.map((more, seq) => ({ key: 'key-0', value: JSON.stringify({ key: 'key-0', seq, ...more }) })),
  );
  await withGateway({ shape, apiUrl: api.url, env: SECRETS }, async () => {
    await answer(1);
    await until(client, workflowId, ({ parked }) => parked > 0);
    await answer(2);
    await answer(3, '?outcome=failed');
    await until(client, workflowId, ({ parked }) => parked > 0);
    await client.workflow.getHandle(workflowId).executeUpdate(RETRY_UPDATE, { args: [{ chain: 'key-0' }] });
    await answer(4);
    await until(client, workflowId, ({ waiting: left }) => left === 0);
    await storeHistory(client, 'callback-key', workflowId);
  });
};

const main = (): Promise<void> =>
  withWorld(async (world) => {
    const client = await world.client();

    const scenarios = {
      'deliver-key': (topic: KafkaTopic, api: EffectRecorder) => deliver(client, topic, api, 0),
      'deliver-lane': (topic: KafkaTopic, api: EffectRecorder) => deliver(client, topic, api, 2),
      'at-once': (topic: KafkaTopic, api: EffectRecorder) => storeAtOnce(client, topic, api),
      handler: (topic: KafkaTopic, api: EffectRecorder) => handler(client, topic, api),
      held: (topic: KafkaTopic, api: EffectRecorder) => held(client, topic, api),
      publisher: (topic: KafkaTopic, api: EffectRecorder) => publisher(client, topic, api),
      redriven: (topic: KafkaTopic, api: EffectRecorder) => redriven(client, topic, api),
      control: (topic: KafkaTopic, api: EffectRecorder) => control(client, topic, api),
      callback: (topic: KafkaTopic, api: EffectRecorder) => callback(client, topic, api),
      waiting: (topic: KafkaTopic, api: EffectRecorder) => waiting(client, topic, api),
      retirement: (topic: KafkaTopic, api: EffectRecorder) => storeRetirement(client, topic, api),
      agents: (topic: KafkaTopic, api: EffectRecorder) => storeAgents(client, topic, api),
    };
    const wanted = process.argv.slice(2);
    for (const [name, scenario] of Object.entries(scenarios)) {
      if (!wanted.includes(name)) continue;
      await withTopic({ partitions: 1 }, (topic) => withEffectRecorder((api) => scenario(topic, api)));
    }
  });

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
