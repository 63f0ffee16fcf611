import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { DocumentedCommands } from '../support/gateway/documented-commands';
import { withCliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { documentOf } from '../support/gateway/run-cli';
import { withTemporalClient } from '../support/engines/temporal-client';

const LIST = 'sluice keys list';
const SHOW = 'sluice keys show';
const PAUSE = 'sluice keys pause, resume';
const EDIT = 'sluice keys edit';
const SKIP = 'sluice keys retry, skip';
const ALL = 'sluice keys retry, skip, pause, resume with --all';
const RESTART = 'sluice keys restart';
const HEADINGS = [LIST, SHOW, PAUSE, EDIT, SKIP, ALL, RESTART];

test('The page docs/commands.md shows what the commands on keys print.', async () => {
  await withCliWorld({ route: 'transfers' }, async ({ topic, api, shape, cli }) => {
    let refused = /acc-l/;
    api.react = ({ body }) =>
      refused.test(body.toString()) ? { status: 422, body: '{"error":"no such account"}' } : { status: 200 };
    const names = { [shape.name]: 'bank', [topic.name]: 'transfers' };
    const docs = new DocumentedCommands('commands.md', HEADINGS, cli, names, [[/\bbank\.[\w-]+\./g, 'bank.<stream>.']]);
    const keys = async (status: string): Promise<unknown> => {
      const { keys: found } = documentOf(await cli('keys', 'list', '-r', 'transfers', '-s', status, '--json')) as {
        keys: readonly { chain: string; waiting: number }[];
      };
      return found.map(({ chain, waiting }) => [chain, waiting]);
    };
    const parked = (key: string, waiting: number): Promise<void> =>
      eventually(async () => {
        expect(await keys('parked')).toEqual([[key, waiting]]);
      });
    const produce = (key: string, count: number): Promise<void> =>
      topic.produce(
        Array.from({ length: count }, (_, seq) => ({
          key,
          value: JSON.stringify({ account: seq === 0 ? 'acc-l' : 'acc-1', amount: 5 }),
          partition: 0,
        })),
      );
    await produce('key-1', 8);
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await parked('key-1', 8);
      await docs.check(LIST);
      await docs.check(SHOW);
      for (let example = 0; example < 3; example += 1) await docs.check(PAUSE);
      await docs.check(EDIT);
      await eventually(() => {
        expect(api.effects).toHaveLength(8);
      });

      await produce('key-2', 1);
      await parked('key-2', 1);
      await docs.check(SKIP);
      await docs.check(SKIP);

      await produce('key-3', 1);
      await parked('key-3', 1);
      await docs.check(ALL);
      refused = /nobody/;
      await docs.check(ALL);
      await eventually(() => {
        expect(api.effects).toHaveLength(9);
      });
      await eventually(async () => {
        const shown = await cli('keys', 'show', '-r', 'transfers', '-k', 'key-3', '--effects', '--json');
        expect((documentOf(shown) as { effects: unknown }).effects).toHaveLength(2);
      });
      await docs.check(SHOW);
      const workflowId = hostWorkflowId(shape.name, 'transfers', 'key-3', 0);
      const terminate = (): Promise<unknown> =>
        withTemporalClient((client) => client.workflow.getHandle(workflowId).terminate());
      await terminate();
      await docs.check(RESTART);
      await docs.check(RESTART);
      await terminate();
      await eventually(async () => {
        expect(documentOf(await cli('keys', 'restart', '--all', '--dry-run', '--json'))).toMatchObject({ matched: 1 });
      });
      await docs.check(RESTART);
    });
    docs.expectAllRun();
  });
});
