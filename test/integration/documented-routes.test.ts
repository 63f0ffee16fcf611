import { randomUUID } from 'node:crypto';
import { ROUTE_SIGNAL } from '../../src/model/routes/route-control';
import { routeControlId } from '../../src/model/names/workflow-id';
import { DocumentedCommands } from '../support/gateway/documented-commands';
import { withCliWorld } from '../support/gateway/cli-world';
import { bodyOf } from '../../harness/keyed-records';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import type { TopicRecord } from '../../harness/kafka-topic';
import { documentOf } from '../support/gateway/run-cli';
import { withTemporalClient } from '../support/engines/temporal-client';

const HEADINGS = ['sluice status', 'sluice pause, resume', 'sluice replay'] as const;

const records = (key: string, count: number): readonly TopicRecord[] =>
  Array.from({ length: count }, (_, seq) => ({ key, value: JSON.stringify({ key, seq }), partition: 0 }));

test('The page docs/commands.md shows what the commands on routes print.', async () => {
  await withCliWorld({ route: 'transfers' }, async ({ topic, api, shape, cli }) => {
    api.react = (call) =>
      bodyOf(call).key === 'key-1' ? { status: 422, body: '{"error":"no such account"}' } : { status: 200 };
    const names = { [shape.name]: 'bank', [topic.name]: 'transfers' };
    const docs = new DocumentedCommands('commands.md', HEADINGS, cli, names, [
      [/record is [\dsmhd ]+ old/, 'record is <age> old'],
      [/ for (?:\d+[dhms] ?)+$/gm, ' for <age>'],
    ]);
    await topic.produce(records('key-1', 8));
    for (const key of ['key-2', 'key-3', 'key-4', 'key-5']) await topic.produce(records(key, 10));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(() => {
        expect(api.effects).toHaveLength(40);
      });
      await cli('keys', 'pause', '--route', 'transfers', '--key', 'key-2');
      await eventually(async () => {
        expect(await topic.committedOffsets(`${shape.name}.transfers`)).toEqual([48n, -1n]);
        const status = documentOf(await cli('status', '--json'));
        expect(status).toMatchObject({ routes: [{ running: 5, parked: 1, paused: 1, waiting: { records: 8 } }] });
      });
      await docs.check('sluice status');
      await docs.check('sluice pause, resume');
      await docs.check('sluice pause, resume');
      for (let example = 0; example < 3; example += 1) await docs.check('sluice replay');
      docs.expectAllRun();
    });
  });
});

test('The page docs/commands.md shows how other lanes are taken into use.', async () => {
  await withCliWorld({ route: 'transfers', lanes: 8 }, async ({ topic, api, shape, cli }) => {
    const names = { [shape.name]: 'bank', [topic.name]: 'transfers' };
    const docs = new DocumentedCommands('commands.md', ['sluice rehost'], cli, names);
    const next = () => docs.check('sluice rehost');
    api.react = (call) => ({ status: bodyOf(call).key === 'key-1' ? 503 : 200 });
    for (const key of ['key-1', 'key-2', 'key-3', 'key-4']) await topic.produce(records(key, 2));
    await withGateway({ shape: { ...shape, lanes: 4 }, apiUrl: api.url }, async ({ exited }) => {
      await eventually(async () => {
        expect(api.effects).toHaveLength(6);
        expect(await topic.committedOffsets(`${shape.name}.transfers`)).toEqual([8n, -1n]);
      });
      await next();
      // This was so long ago that no bridge can have slept since then.
      const pause = { kind: 'pause', id: randomUUID(), time: '2026-01-01T00:00:00.000Z' };
      await withTemporalClient((client) =>
        client.workflow.getHandle(routeControlId(shape.name, 'transfers')).signal(ROUTE_SIGNAL, pause),
      );
      await next();
      await next();
      api.react = () => ({ status: 200 });
      await eventually(async () => {
        const status = documentOf(await cli('status', '--json'));
        expect(status).toMatchObject({ routes: [{ waiting: { records: 0 } }] });
      });
      await next();
      expect(await exited).toMatchObject({ code: 5 });
    });
    await withGateway({ shape, apiUrl: api.url }, next);
    docs.expectAllRun();
  });
});
