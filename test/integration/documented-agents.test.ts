import { agentsWorkflowId } from '../../src/model/names/agent-names';
import { DocumentedCommands } from '../support/gateway/documented-commands';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { documentOf, runCli, type CliAnswer } from '../support/gateway/run-cli';
import { sequenceSource } from '../support/scenarios/sequence-source';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const LIST = 'sluice agents list';
const SHOW = 'sluice agents show';
const CREATE = 'sluice agents create, remove';
const PAUSE = 'sluice agents pause, resume, poll';
const SET_CURSOR = 'sluice agents set-cursor';
const RESTART = 'sluice agents restart';
const HEADINGS = [LIST, SHOW, CREATE, PAUSE, SET_CURSOR, RESTART];
const ITEMS = 30;
/** A poll comes sooner or later than its interval says. */
const NEXT_POLL = [/\bin (\d+h ?)?(\d+m ?)?(\d+s)?/g, 'in 59m 58s'] as const;

test('The page docs/commands.md shows what the commands on poll agents print.', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1, prefix: 'polled' });
    const api = await world.recorder();

    sequenceSource(api, ITEMS).fault = (agent) => (agent === 'press-8' ? { status: 503 } : undefined);
    // They poll once, and then when they are told to.
    const retry = { initial: '1h', maximum: '1h' } as const;
    const agent = { every: '1h', retry, parameters: { port: 'number' }, hosts: 1 } as const;
    const shape = { name: uniqueName(), kind: 'agents', topic: topic.name, agent } as const;
    const cli = (...args: readonly string[]): Promise<CliAnswer> => runCli(args, { shape, apiUrl: api.url });
    const docs = new DocumentedCommands('commands.md', HEADINGS, cli, { [shape.name]: 'plant' }, [NEXT_POLL]);
    const stands = (name: string, status: object): Promise<void> =>
      eventually(async () => {
        expect(documentOf(await cli('agents', 'show', '-a', 'items', '-n', name, '--json'))).toMatchObject(status);
      });
    const early = await cli('agents', 'show', '-a', 'items', '-n', 'press-7', '--json');
    expect(early.code).toBe(1);
    expect(documentOf(early)).toMatchObject({ ok: false, error: { code: 'not-found' } });

    await withGateway({ config: 'agents', shape, apiUrl: api.url }, async () => {
      for (let example = 0; example < 2; example += 1) expect((await docs.check(CREATE)).code).toBe(0);
      expect((await docs.check(CREATE)).code).toBe(1);
      await cli('agents', 'create', '-a', 'items', '-n', 'press-8', '-p', 'port=503');
      await stands('press-7', { status: 'waiting', published: ITEMS });
      await stands('press-8', { status: 'retrying', parameters: { port: 503 }, attempts: 1 });
      await docs.check(LIST);
      await docs.check(SHOW);
      const first = documentOf(await cli('agents', 'list', '-l', '1', '--json')) as { readonly page: string };
      expect(first).toMatchObject({ ok: true, more: true, agents: [{ definition: 'items', agent: 'press-7' }] });
      const second = documentOf(await cli('agents', 'list', '-l', '1', '--page', first.page, '--json'));
      expect(second).toMatchObject({ unanswered: 0, agents: [{ agent: 'press-8', status: 'retrying' }] });
      const status = documentOf(await cli('status', '--json'));
      const counts = { hosts: 1, unanswered: 0, agents: 2, retrying: 1, paused: 0, published: ITEMS };
      expect(status).toMatchObject({ ok: true, agents: [{ definition: 'items', ...counts }] });

      for (let example = 0; example < 5; example += 1) await docs.check(PAUSE);
      await stands('press-7', { status: 'waiting', polls: 3, published: ITEMS });
      await docs.check(SET_CURSOR);
      await cli('agents', 'poll', '-a', 'items', '-n', 'press-7');
      await stands('press-7', { cursor: ITEMS, published: ITEMS + 10 });
      await docs.check(CREATE);
      expect((await docs.check(CREATE)).code).toBe(0);

      const workflowId = agentsWorkflowId(shape.name, 'items', { host: 0, of: 1 });
      const client = await world.client();

      await client.workflow.getHandle(workflowId).terminate('an operator did it');

      const list = documentOf(await cli('agents', 'list', '--json'));
      expect(list).toMatchObject({ agents: [], unanswered: 0, closed: [workflowId] });
      expect(documentOf(await cli('status', '--json'))).toMatchObject({ agents: [{ closed: 1, unanswered: 0 }] });
      for (const verb of ['show', 'pause']) {
        const refused = await cli('agents', verb, '-a', 'items', '-n', 'press-7');
        expect([refused.code, refused.stderr]).toEqual([
          1,
          expect.stringContaining('lib/cli/main.js agents restart -a items -c '),
        ]);
      }
      for (let example = 0; example < 2; example += 1) await docs.check(RESTART);
      // What was forgotten by `set-cursor --forget`, but for the ten items since, stays so.
      await stands('press-7', { cursor: ITEMS, published: ITEMS + 10, remembered: 10, parameters: { port: 502 } });
    });
    docs.expectAllRun();
  });
});
