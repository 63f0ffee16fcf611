import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { withCliWorld } from '../support/gateway/cli-world';
import { DocumentedCommands } from '../support/gateway/documented-commands';
import { engineAddress } from '../../harness/engine-address';
import { CAUSE_ATTRIBUTE, SEARCH_ATTRIBUTES } from '../../src/model/names/search-attributes';
import { documentOf, runCli, type CliAnswer } from '../support/gateway/run-cli';
import { eventually } from '../../harness/eventually';
import { keyedRecords } from '../../harness/keyed-records';
import { withGateway } from '../support/gateway/gateway-process';
import { uniqueName } from '../../harness/unique-name';

const KEYWORD_LIST = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST;
const kafka = new Kafka({ brokers: engineAddress('kafka').split(','), logLevel: logLevel.NOTHING });

test('`sluice setup` makes what is missing, once, as docs/commands.md shows.', async () => {
  const letters = uniqueName();
  const effects = uniqueName();
  const admin = kafka.admin();
  await admin.connect();
  try {
    const shape = { onTerminal: 'dead-letter', deadLetterTopic: letters, ledger: { topic: effects } } as const;
    await withCliWorld(shape, async ({ cli, topic }) => {
      const docs = new DocumentedCommands('commands.md', ['sluice setup'], cli, {
        [letters]: 'bank.transfers.dead-letters',
        [effects]: 'bank.effects',
      });
      // On a shared engine another test may have registered the search attributes; the docs show that they are there.
      await runCli(['setup'], { shape: { name: uniqueName(), topics: ['none'], lanes: 0, kind: 'deliver' } });
      const missing = documentOf(await cli('check', '--json')) as {
        readonly checks: readonly { ok: boolean; message: string }[];
      };
      expect(missing.checks.filter(({ ok }) => !ok).map(({ message }) => message)).toEqual([
        expect.stringContaining('`sluice setup` makes it') as string,
        expect.stringContaining('`sluice setup` makes it') as string,
      ]);
      await docs.check('sluice setup');
      const there = new Set(await admin.listTopics());
      expect([letters, effects].filter((name) => there.has(name))).toEqual([]);
      await docs.check('sluice setup');
      expect(documentOf(await cli('setup', '--json'))).toMatchObject({ ok: true, made: 0, problems: 0 });
      docs.expectAllRun();
      const { topics } = await admin.fetchTopicMetadata({ topics: [letters, topic.name, effects] });
      const partitions = new Map(topics.map((found) => [found.name, found.partitions.length]));
      expect([letters, topic.name, effects].map((name) => partitions.get(name))).toEqual([2, 2, 4]);
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [
          { type: ConfigResourceTypes.TOPIC, name: letters, configNames: ['retention.ms', 'cleanup.policy'] },
        ],
      });
      const entries = resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]);
      expect(Object.fromEntries(entries ?? [])).toMatchObject({ 'retention.ms': '-1', 'cleanup.policy': 'delete' });
      expect(documentOf(await cli('check', '--json'))).toMatchObject({ ok: true, problems: 0 });
    });
    await admin.deleteTopics({ topics: [letters, effects] });
  } finally {
    await admin.disconnect();
  }
});

test('`sluice setup` makes a namespace only when told to, and a gateway works there also where keys have no cause.', async () => {
  const env = { TEMPORAL_NAMESPACE: uniqueName() };
  const namespace = env.TEMPORAL_NAMESPACE;
  await withCliWorld({}, async ({ topic, api, shape }) => {
    const cli = (...args: readonly string[]): Promise<CliAnswer> => runCli(args, { shape, env });
    const setup = async (...args: readonly string[]): Promise<unknown> =>
      documentOf(await cli('setup', '--json', ...args));
    const attributes = (required: string, optional = required): readonly unknown[] =>
      SEARCH_ATTRIBUTES.map(
        (attribute) =>
          expect.objectContaining({ result: attribute.optional === true ? optional : required }) as unknown,
      );
    expect(await setup()).toMatchObject({ ok: false, steps: [{ result: 'missing' }] });
    expect(await setup('--create-namespace', '--dry-run')).toMatchObject({
      ok: true,
      steps: [{ result: 'would-make' }],
    });
    expect(await setup('--create-namespace')).toMatchObject({
      ok: true,
      steps: [{ result: 'made' }, ...attributes('made')],
    });
    expect(await setup()).toMatchObject({ ok: true, steps: [{ result: 'there' }, ...attributes('there')] });
    const connection = await Connection.connect({ address: engineAddress('temporal') });
    const { operatorService } = connection;
    try {
      // An older version has set it up, and others use the rest of the three columns that a namespace has in SQL.
      await operatorService.removeSearchAttributes({ namespace, searchAttributes: [CAUSE_ATTRIBUTE] });
      const searchAttributes = Object.fromEntries(['TakenOne', 'TakenTwo'].map((name) => [name, KEYWORD_LIST]));
      await eventually(() => operatorService.addSearchAttributes({ namespace, searchAttributes }));
      expect(await setup()).toMatchObject({ ok: false, steps: [{}, ...attributes('there', 'failed')] });
      const checked = await cli('check');
      expect(checked.stdout).toMatch(/^warning .*SluiceCause.*setup/m);
      api.react = () => ({ status: 422 });
      await topic.produce(keyedRecords({ keys: 1, perKey: 1 }));
      await withGateway({ shape, apiUrl: api.url, env }, async (gateway) => {
        expect(gateway.output).toContain('Keys are not told apart by cause');
        await eventually(async () => {
          const filters = ['--error', 'http-status:422', '--json'];
          const keys = documentOf(await cli('keys', 'list', '-r', 'main', ...filters));
          expect(keys).toMatchObject({ keys: [{ chain: 'key-0', status: 'parked' }] });
        });
      });
      await operatorService.removeSearchAttributes({ namespace, searchAttributes: ['TakenOne'] });
      await eventually(async () => {
        expect(await setup()).toMatchObject({ ok: true, steps: [{ result: 'there' }, ...attributes('there')] });
      });
    } finally {
      await operatorService.deleteNamespace({ namespace });
      await connection.close();
    }
  });
});
