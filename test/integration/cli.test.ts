import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { withCliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { keyedRecords } from '../../harness/keyed-records';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

/** A folder as a user has it: nothing in it is made beforehand. */
const CONFIG = path.join(__dirname, '../fixtures/gateway/gateway.config.ts');
const LOAD = { keys: 4, perKey: 5 };

test('`sluice check` finds no problem where there is none, and says what it looked at.', async () => {
  await withCliWorld({ kind: 'handler' }, async ({ shape, topic }) => {
    const answer = await runCli(['check', '--json', '-c', CONFIG], { shape, env: { SLUICE_WORKFLOW_BUNDLE: '' } });
    const { checks } = documentOf(answer) as { checks: readonly { check: string; ok: boolean }[] };
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['kafka', `topic ${topic.name}`, 'temporal', 'handler recordEffects of route main']),
    );
    expect(answer).toMatchObject({ code: 0, stderr: '' });
  });
});

test('`sluice check` ends in 1 and names a topic that does not exist.', async () => {
  await withCliWorld({ topics: ['no-such-topic'] }, async ({ cli }) => {
    const answer = await cli('check');
    expect(answer.stdout).toContain('PROBLEM  topic no-such-topic: does not exist');
    expect(answer.code).toBe(1);
  });
});

describe('exit codes', () => {
  const shape: GatewayShape = { name: 'unused', topics: ['unused'], lanes: 0, kind: 'deliver' };

  test('A wrong command line ends the command in 2.', async () => {
    const answer = await runCli(['keys', 'show', '--route', 'main', '--json'], { shape });
    expect(documentOf(answer)).toMatchObject({ ok: false, error: { code: 'usage' } });
    expect(answer.code).toBe(2);
  });

  test('An invalid configuration ends the command in 3, with every problem.', async () => {
    const env = { API_URL: 'ftp://x', KAFKA_BROKERS: '', KAFKA_SSL: 'yes' };
    const answer = await runCli(['run', '-c', CONFIG], { shape: { ...shape, name: 'Unused' }, env });
    expect(answer.stderr).toContain('gateway.config.ts has 5 problems:');
    expect(answer.code).toBe(3);
    expect((await runCli(['run', '-c', path.join(__dirname, 'none.ts')], { shape })).code).toBe(3);
  });

  test.each([['KAFKA_BROKERS'], ['TEMPORAL_ADDRESS']])(
    'A command ends in 4 where %s names an engine that does not answer, and writes nothing but its document to stdout.',
    async (variable) => {
      // All that libraries have to say goes to the log, however much that is.
      const env = { [variable]: '127.0.0.1:1', LOG_LEVEL: 'debug', LOG_FORMAT: 'json' };
      const answers = await Promise.all(
        [['run'], ['status'], ['check'], ['dead-letters', 'list', '-r', 'main']].map((line) =>
          runCli([...line, '--json'], { shape, env }),
        ),
      );
      expect(answers[0]).toMatchObject({ code: 4 });
      for (const { stdout, stderr } of answers) {
        expect(stdout.trimEnd().split('\n')).toHaveLength(1);
        expect(JSON.parse(stdout)).toMatchObject({ ok: expect.any(Boolean) as boolean });
        for (const line of stderr.split('\n').filter((text) => text.startsWith('{'))) {
          expect(JSON.parse(line)).toMatchObject({
            level: expect.any(String) as string,
            msg: expect.any(String) as string,
          });
        }
      }
    },
  );
});

test('Committed offsets that Kafka no longer holds fail the route, and end `sluice status` in 1.', async () => {
  await withCliWorld({}, async ({ topic, api, shape, cli, also }) => {
    await topic.produce([{ key: 'a', value: '1', partition: 0 }]);
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(async () => {
        expect((await topic.committedOffsets(`${shape.name}.main`))[0]).toBe(1n);
      });
    });
    await topic.produce([1, 2, 3].map((value) => ({ key: 'a', value: String(value), partition: 0 })));
    await topic.deleteRecords(0, 3n);
    expect((await cli('check')).stdout).toContain(
      'the committed offsets of 0 are outside the offsets that the topic has',
    );
    await also.gateway({ shape, apiUrl: api.url });
    const answer = await eventually(async () => {
      const status = await cli('status', '--json');
      expect(documentOf(status)).toMatchObject({ ok: false, routes: [{ real: 'failed' }] });
      return status;
    });
    expect(answer.code).toBe(1);
    expect(answer.stdout).toContain(topic.name);
    expect((await topic.committedOffsets(`${shape.name}.main`))[0]).toBe(1n);
  });
});
test('Bridge and worker run apart: what the bridge made durable the worker does later.', async () => {
  await withCliWorld({}, async ({ topic, api, shape }) => {
    await topic.produce(keyedRecords(LOAD));
    await withGateway({ shape, apiUrl: api.url, command: 'bridge' }, async () => {
      await eventually(async () => {
        expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual(await topic.endOffsets());
      });
    });
    expect(api.calls).toEqual([]);
    await withGateway({ shape, apiUrl: api.url, command: 'worker' }, async () => {
      await eventually(() => {
        expect(api.effects).toHaveLength(LOAD.keys * LOAD.perKey);
      });
    });
  });
});

test('Status is seen from outside: with the gateway stopped the numbers are there.', async () => {
  await withCliWorld({}, async ({ topic, api, shape, cli }) => {
    await topic.produce(keyedRecords(LOAD));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(() => {
        expect(api.effects).toHaveLength(LOAD.keys * LOAD.perKey);
      });
    });
    await topic.produce(keyedRecords({ keys: 1, perKey: 3, from: 5 }));
    const answer = await cli('status', '--json');
    expect(documentOf(answer)).toMatchObject({
      ok: true,
      routes: [
        { route: 'main', running: 4, held: 0, kafka: { groupMembers: 0, topics: [{ partitions: 2, lag: '3' }] } },
      ],
    });
    expect(answer.code).toBe(0);
  });
});

test('A command keeps what it has compiled in the cache folder of its user, and works where that cannot be written.', async () => {
  await withWorld(async (world) => {
    const directory = await world.directory();
    const compiled = path.join(directory, 'cache', 'compiled');
    const version = (root: string): ReturnType<typeof runCli> =>
      runCli(['--version'], {
        ...{ shape: { name: 'any', topics: [], lanes: 0, kind: 'deliver' }, config: false },
        env: { SLUICE_STATE_DIR: root, NODE_COMPILE_CACHE: '' },
      });
    expect(await version(directory)).toMatchObject({ code: 0, stderr: '' });
    if (Number(process.versions.node.split('.')[0]) > 20) expect(await readdir(compiled)).toHaveLength(1);
    const file = path.join(directory, 'file');
    await writeFile(file, '');
    expect(await version(file)).toMatchObject({ code: 0, stderr: '' });
    expect(await version('/proc/none')).toMatchObject({ code: 0, stderr: '' });
  });
});
