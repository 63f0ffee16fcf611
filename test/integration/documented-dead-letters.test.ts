import { openCliWorld } from '../support/gateway/cli-world';
import { DocumentedCommands } from '../support/gateway/documented-commands';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { bodyOf } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const HEADINGS = ['sluice dead-letters list', 'sluice dead-letters show', 'sluice dead-letters redrive'];

test('The page docs/commands.md shows what the commands on dead letters print.', async () => {
  await withWorld(async (world) => {
    const letters = await world.topic({ partitions: 1, prefix: 'letters' });
    const { topic, api, shape, cli } = await openCliWorld(world, {
      route: 'transfers',
      name: uniqueName(),
      onTerminal: 'dead-letter',
      deadLetterTopic: letters.name,
    });
    api.react = (call) => {
      const refused = [1, 2].includes(bodyOf(call).seq);
      return refused ? { status: 422, body: '{"error":"no such account"}' } : { status: 200 };
    };
    const docs = new DocumentedCommands(
      'commands.md',
      HEADINGS,
      cli,
      { [shape.name]: 'bank', [topic.name]: 'transfers' },
      [[/bank\.[\w-]{22}\./g, 'bank.<stream>.']],
    );
    await withGateway({ shape, apiUrl: api.url }, async () => {
      const records = [0, 1, 2, 3].map((seq) => ({
        key: 'key-1',
        value: JSON.stringify({ key: 'key-1', seq }),
        partition: 0,
      }));
      await topic.produce(records);
      await eventually(() => {
        expect(api.effects).toHaveLength(2);
      });
      await docs.check('sluice dead-letters list');
      await docs.check('sluice dead-letters show');
      for (let example = 0; example < 4; example += 1) await docs.check('sluice dead-letters redrive');
      docs.expectAllRun();
    });
  });
});
