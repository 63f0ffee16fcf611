import { DocumentedCommands } from '../support/documented-commands';
import { withCliWorld } from '../support/cli-world';
import { eventually } from '../support/eventually';
import { withGateway } from '../support/gateway-process';
import { documentOf } from '../support/run-cli';
import type { TopicRecord } from '../support/kafka-topic';

const records = (key: string, count: number): readonly TopicRecord[] =>
  Array.from({ length: count }, (_, seq) => ({ key, value: JSON.stringify({ key, seq }), partition: 0 }));

it('docs/commands.md shows what the commands on keys print', async () => {
  await withCliWorld({ route: 'transfers' }, async ({ topic, api, shape, cli }) => {
    api.react = () => ({ status: 422, body: '{"error":"no such account"}' });
    const docs = new DocumentedCommands('commands.md', ['sluice keys list'], cli, {
      [shape.name]: 'bank',
      [topic.name]: 'transfers',
    });
    await topic.produce(records('key-1', 8));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(async () => {
        const answer = await cli('keys', 'list', '-r', 'transfers', '--json');
        expect(documentOf(answer)).toMatchObject({ keys: [{ status: 'parked', waiting: 8 }] });
      });
      await docs.check('sluice keys list');
      docs.expectAllRun();
    });
  });
});
