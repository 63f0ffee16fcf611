import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client, Connection } from '@temporalio/client';
import { type EngineHandle, startKafka, startTemporal } from '../../src/engines';
import { processIdentity } from '../../src/engines/process-identity';
import { COMPACTED, compactedGaps } from '../support/kafka/compacted-gaps';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { interleavedAborts } from '../support/kafka/interleaved-aborts';
import { produceByJava } from '../support/kafka/produce-by-java';
import { readCommitted } from '../../harness/read-committed';
import { withTemporaryDirectory } from '../support/with-temporary-directory';
import { withTopic } from '../../harness/with-topic';
import { withWorld } from '../support/gateway/world';

const values = async (topic: { brokers: string; name: string }): Promise<readonly (string | undefined)[]> =>
  (await readCommitted(topic)).map(({ value }) => value?.toString());

const withClient = async <T>(address: string, body: (client: Client) => Promise<T>): Promise<T> => {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  try {
    return await body(new Client({ connection }));
  } finally {
    await connection.close();
  }
};

const expectGone = (pid: number | undefined): Promise<void> =>
  eventually(() => {
    expect(pid).toBeDefined();
    expect(processIdentity(pid ?? 0)).toBeUndefined();
  });

const edit = async (file: string, change: (text: string) => string): Promise<void> => {
  await writeFile(file, change(await readFile(file, 'utf8')));
};

test('Kafka takes records with key, header and partition, and the Java client reads the same.', async () => {
  await withTopic({ partitions: 3 }, async (topic) => {
    const key = Buffer.from([0, 0, 0, 0]);
    await topic.produce([
      { partition: 2, key, value: 'a', headers: { h: ['1', '2'] } },
      { partition: 2, key: null, value: null },
    ]);
    await produceByJava(topic, [
      {
        partition: 2,
        key: 'k',
        value: 'b',
        headers: [
          ['h', '1'],
          ['g', ''],
          ['h', null],
        ],
      },
    ]);
    expect(await readCommitted(topic)).toEqual([
      {
        partition: 2,
        offset: 0n,
        key,
        value: Buffer.from('a'),
        headers: [
          ['h', Buffer.from('1')],
          ['h', Buffer.from('2')],
        ],
      },
      { partition: 2, offset: 1n, key: null, value: null, headers: [] },
      {
        partition: 2,
        offset: 2n,
        key: Buffer.from('k'),
        value: Buffer.from('b'),
        headers: [
          ['h', Buffer.from('1')],
          ['g', Buffer.from('')],
          ['h', null],
        ],
      },
    ]);
    expect(await topic.endOffsets()).toEqual([0n, 0n, 3n]);
  });
});

test('Temporal lists its namespaces.', async () => {
  const names = await withClient(engineAddress('temporal'), async (client) => {
    const { namespaces } = await client.workflowService.listNamespaces({});
    return namespaces.map(({ namespaceInfo }) => namespaceInfo?.name);
  });
  expect(names).toContain('default');
});

test('Interleaved aborts leave exactly the committed values to a read_committed reader.', async () => {
  await withTopic({}, async (topic) => {
    const committed = await interleavedAborts(topic);
    expect(await values(topic)).toEqual(committed);
    expect(committed).toContain('zero-key-committed');
    const [end = 0n] = await topic.endOffsets();
    expect(Number(end)).toBeGreaterThan(committed.length); // aborted records and markers took offsets too
  });
});

test('A compacted topic has gaps between its records.', async () => {
  await withTopic({ config: COMPACTED }, async (topic) => {
    const offsets = await compactedGaps(topic);
    expect(offsets).toHaveLength(7);
    expect(offsets[0]).toBeGreaterThan(0n);
    expect(offsets.slice(1).some((offset, index) => offset > (offsets[index] ?? 0n) + 1n)).toBe(true);
  });
});

test('A topic can lose its head, grow, and come again under the same name.', async () => {
  await withTopic({}, async (topic) => {
    await topic.produce([{ value: '0' }, { value: '1' }, { value: '2' }]);
    await topic.deleteRecords(0, 2n);
    expect(await values(topic)).toEqual(['2']);
    await topic.growTo(2);
    await eventually(() => topic.produce([{ partition: 1, value: 'new' }]));
    expect(await topic.endOffsets()).toEqual([3n, 1n]);
    await topic.recreate();
    expect(await topic.endOffsets()).toEqual([0n]);
  });
});

test('Kafka killed and restarted has the same address and its records.', async () => {
  await withWorld(async (world) => {
    const kafka = await world.kafka();
    const topic = await world.topic({ brokers: kafka.address });
    await topic.produce([{ value: 'before' }]);
    const { address, pid } = kafka;
    await kafka.kill();
    expect(kafka.pid).toBeUndefined();
    await kafka.restart();
    expect(kafka.address).toBe(address);
    expect(kafka.pid).not.toBe(pid);
    await topic.produce([{ value: 'after' }]);
    expect(await values(topic)).toEqual(['before', 'after']);
  });
});

test('Temporal killed and restarted has the same address and its workflows.', async () => {
  await withWorld(async (world) => {
    const temporal = await world.temporal();
    const start = (client: Client): Promise<unknown> =>
      client.workflow.start('nobodyRunsIt', { taskQueue: 'none', workflowId: 'survivor' });
    await withClient(temporal.address, start);
    await temporal.kill();
    await temporal.restart();
    const status = await withClient(temporal.address, async (client) => {
      const description = await client.workflow.getHandle('survivor').describe();
      return description.status.name;
    });
    expect(status).toBe('RUNNING');
    const page = await fetch(temporal.uiAddress ?? '');
    expect(page.status).toBe(200);
  });
});

test('A suspended engine answers nothing, resumed it does again, and stop ends it even while suspended.', async () => {
  await withWorld(async (world) => {
    const temporal = await world.temporal();
    const ask = (): Promise<unknown> =>
      withClient(temporal.address, (client) =>
        client.connection.withDeadline(Date.now() + 1_000, () => client.workflowService.getSystemInfo({})),
      );
    temporal.suspend();
    await expect(ask()).rejects.toThrow();
    temporal.resume();
    await eventually(ask);
    const { pid } = temporal;
    temporal.suspend();
    await temporal.stop();
    await expectGone(pid);
  });
});

test('Engines end with the process that started them, even when that is killed.', async () => {
  await withTemporaryDirectory(async (directory) => {
    const script = path.join(__dirname, '..', 'support', 'engines', 'owner-process.ts');
    const owner = spawn(process.execPath, ['--import', 'tsx', script, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(owner, 'exit').then(([code]) => Promise.reject(new Error(`The owner ended with ${code}.`)));
    const [line] = (await Promise.race([once(createInterface(owner.stdout), 'line'), ended])) as [string];
    const pids = JSON.parse(line) as readonly number[];
    expect(pids.map((pid) => processIdentity(pid))).not.toContain(undefined);
    owner.kill('SIGKILL');
    await Promise.all(pids.map(expectGone));
  });
});

test('A data directory in use is refused, and one whose engine was left behind is taken over.', async () => {
  await withTemporaryDirectory(async (dataDirectory) => {
    const first = await startTemporal({ dataDirectory });
    let second: EngineHandle | undefined;
    try {
      await expect(startTemporal({ dataDirectory })).rejects.toMatchObject({ code: 'refused' });
      // This is how a killed owner leaves it: the process that it names is no more.
      await edit(path.join(dataDirectory, 'engine.pid'), (text) => {
        const claim = JSON.parse(text) as { readonly owner: { readonly pid: number } };
        return JSON.stringify({ ...claim, owner: { ...claim.owner, startedAt: 'long ago' } });
      });
      const { pid } = first;
      second = await startTemporal({ dataDirectory });
      await expectGone(pid);
      expect(second.pid).not.toBe(pid);
    } finally {
      await first.stop();
      await second?.stop();
    }
  });
});

test('An engine that does not start says so with the end of its log.', async () => {
  await withTemporaryDirectory(async (dataDirectory) => {
    const kafka = await startKafka({ dataDirectory, own: true });
    await kafka.stop();
    // A second node id on the same data: the broker refuses it.
    const meta = path.join(dataDirectory, 'log', 'meta.properties');
    await edit(meta, (text) => text.replace('node.id=1', 'node.id=2'));
    const failure = startKafka({ dataDirectory, own: true });
    await expect(failure).rejects.toMatchObject({ code: 'engine-failed' });
    await expect(failure).rejects.toThrow(/node/i);
  });
});
