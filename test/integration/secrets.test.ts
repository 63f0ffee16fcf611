// Secrets stay where they were given: an API that echoes its credentials into every answer and refusal does not get them
// into a history, a log, an answer to a query or the output of a command. Failures are masked; an answer is not kept.
import { temporal } from '@temporalio/proto';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { bodyOf } from '../../harness/keyed-records';
import { runCli } from '../support/gateway/run-cli';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const CANARY = 'canary-8d02-of-the-api';
const ANSWERED = 'answered';
const REFUSED = 'refused';
const FAILING = 'failing';
const KEYS = [ANSWERED, REFUSED, FAILING] as const;
const STATUS: Readonly<Record<string, number>> = { [REFUSED]: 422, [FAILING]: 503 };

test('A secret that the API echoes is in no history, no log, no query and no output of a command.', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const api = await world.recorder();
    const client = await world.client();

    api.react = (call) => ({
      status: STATUS[bodyOf(call).key] ?? 200,
      headers: { 'content-type': 'application/json', etag: `"${CANARY}"` },
      body: JSON.stringify({ text: `you are ${String(call.headers.authorization)}`, [CANARY]: true }),
    });
    const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'ask', token: 'API_TOKEN' } as const;
    const env = { API_TOKEN: CANARY };
    const cli = (...args: readonly string[]) => runCli(args, { shape, apiUrl: api.url, env });
    await topic.produce(KEYS.map((key) => ({ key, value: JSON.stringify({ key, seq: 0 }) })));
    const gateway = await world.gateway({ shape, apiUrl: api.url, env });

    const of = (key: string) => ['-r', 'main', '-k', key] as const;
    const shown = await eventually(async () => {
      const told = await Promise.all(KEYS.map((key) => cli('keys', 'show', ...of(key), '--effects', '--json')));
      const [answered, refused, failing] = told.map(({ stdout }) => stdout);
      // What was echoed has arrived, so that there is something to be seen.
      expect(answered).toContain('"parked"');
      expect(answered).toContain('The call succeeded, but its response holds a secret');
      expect(refused).toContain('"parked"');
      expect(refused).toContain('you are Bearer ***');
      expect(failing).toContain('you are Bearer ***');
      return told;
    });
    expect(api.calls.every(({ headers }) => headers.authorization === `Bearer ${CANARY}`)).toBe(true);
    const others = await Promise.all([cli('status'), cli('check'), cli('keys', 'list', '-r', 'main')]);
    const outputs = [...shown, ...others].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    for (const output of [...outputs, gateway.output]) expect(output).not.toContain(CANARY);
    for (const key of KEYS) {
      const handle = client.workflow.getHandle(hostWorkflowId(shape.name, 'main', key, 0));
      const history = Buffer.from(temporal.api.history.v1.History.encode(await handle.fetchHistory()).finish());
      // Payloads stand in a history as they are.
      expect(history.includes(key === ANSWERED ? 'The call succeeded' : 'you are Bearer ***')).toBe(true);
      expect(history.includes(CANARY)).toBe(false);
      const details = await handle.query('__temporal_workflow_metadata');
      expect(JSON.stringify(details)).not.toContain(CANARY);
    }
  });
});
