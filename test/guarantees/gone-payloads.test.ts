import { RETRY_UPDATE, STATUS_QUERY, type ChainStatus, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { bodyOf } from '../../harness/keyed-records';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

it('I4, I7: by default a payload that is gone is a dead letter, and parks its key while there is no topic for it', async () => {
  await withWorld(async (world) => {
    const gone = await world.topic({ prefix: 'gone' });
    const none = await world.topic({ prefix: 'none' });
    const api = await world.recorder();
    const client = await world.client();

    api.react = ({ path }) => ({ status: path === '/503' ? 503 : 200 });
    const padding = 'x'.repeat(3_000);
    const fails = { to: 'endless', path: '/503' };
    await gone.produce(
      [0, 1, 2].map((seq) => ({
        key: 'gone',
        value: JSON.stringify({ key: 'gone', seq, ...(seq === 0 ? fails : {}), padding }),
      })),
    );
    const name = uniqueName();
    const deadLetterTopic = `${name}-letters`;
    const names = { name, lanes: 0, onTerminal: {}, handled: [gone.name], delivered: [none.name] };
    const shape = { ...names, deadLetterTopic };
    const handle = client.workflow.getHandle(hostWorkflowId(name, 'handled', 'gone', 0));
    const keyStatus = async (): Promise<ChainStatus | undefined> =>
      (await handle.query<HostStatus>(STATUS_QUERY)).chains[0];
    const gateway = await world.gateway({ shape, config: 'failures', apiUrl: api.url });

    expect(gateway.output).toContain('the dead-letter topic does not exist');
    await eventually(async () => {
      expect(await keyStatus()).toMatchObject({ status: 'retrying', waiting: 3 });
    });
    await gone.deleteRecords(0, 2n);
    await eventually(async () => {
      const chain = await keyStatus();
      expect(chain).toMatchObject({ status: 'parked', failure: { code: 'record-gone' }, waiting: 3 });
      expect(chain?.failure?.message).toContain(`Dead letters go to ${deadLetterTopic}, which does not exist:`);
    });
    const letters = await world.topic({ name: deadLetterTopic });

    await handle.executeUpdate(RETRY_UPDATE, { args: [{ chain: 'gone' }] });
    await eventually(() => {
      const made = api.effects.filter(({ path }) => path === '/effects');
      expect(made.map((call) => bodyOf(call).seq)).toEqual([2]);
    });
    const offsets = (await readCommitted(letters)).map(({ headers }) =>
      new Map(headers).get('sluice.offset')?.toString(),
    );
    expect(offsets).toEqual(['0', '1']);
  });
});

it('I12: a record whose payload is gone is edited, and goes to the address that it had before, whatever its key', async () => {
  await withWorld(async (world) => {
    const raw = await world.topic({ partitions: 1 });
    const long = await world.topic({ partitions: 1 });
    const api = await world.recorder();
    const keys = { main: Buffer.from([0xe9]), long: Buffer.from([0, 0, 0, 0, 0, 0, 0, 42]) };
    const shape: GatewayShape = {
      name: uniqueName(),
      topics: [raw.name],
      lanes: 0,
      kind: 'deliver',
      path: '/k/{key}',
      bridge: { inlineBytes: 300 },
      more: { routes: { long: { topics: [long.name], key: 'long', deliver: { to: 'api', path: '/l/{key}' } } } },
    };
    api.react = ({ body }) => ({ status: body.includes('wrong') ? 422 : 200 });
    const wrong = JSON.stringify({ wrong: true, padding: 'x'.repeat(3_000) });
    await raw.produce([{ key: keys.main, value: wrong }]);
    await long.produce([{ key: keys.long, value: wrong }]);
    await world.gateway({ shape, apiUrl: api.url });
    const paths = (): readonly string[] => api.calls.map(({ path }) => path).sort();
    await eventually(() => {
      expect(paths()).toEqual(['/k/%E9', '/l/42']);
    });
    await Promise.all([raw.deleteRecords(0, 1n), long.deleteRecords(0, 1n)]);
    await Promise.all(
      Object.entries(keys).map(async ([route, key]) => {
        const named = ['-r', route, '--key-base64', key.toString('base64')];
        await eventually(async () => {
          const edited = await runCli(['keys', 'edit', ...named, '--value', '{}'], { shape, apiUrl: api.url });
          expect(edited).toMatchObject({ code: 0 });
        });
      }),
    );
    await eventually(() => {
      expect(paths()).toEqual(['/k/%E9', '/k/%E9', '/l/42', '/l/42']);
    });
  });
});
