import { existsSync, realpathSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startKafka, startTemporal } from '../../src/engines';
import { installOnce } from '../../src/engines/install-once';
import { javaTool } from '../../src/engines/java';
import { withTemporaryDirectory } from '../support/with-temporary-directory';

const quiet = (): void => undefined;

// javaTool looks into JAVA_HOME first: with an empty PATH that leaves a machine with Java and nothing else.
const javaHome = (): string => path.dirname(path.dirname(realpathSync(javaTool('java'))));

const withEnvironment = async <T>(changes: Readonly<Record<string, string>>, body: () => Promise<T>): Promise<T> => {
  const before = { ...process.env };
  Object.assign(process.env, changes);
  try {
    return await body();
  } finally {
    for (const name of Object.keys(changes)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  }
};

test('An engine that several processes want at once is made by one of them.', async () => {
  await withTemporaryDirectory(async (directory) => {
    const target = path.join(directory, 'cache', 'thing');
    let made = 0;
    const make = async (folder: string): Promise<void> => {
      made += 1;
      expect(existsSync(target)).toBe(false); // nobody sees half of it
      await writeFile(path.join(folder, 'file'), 'whole');
    };
    await Promise.all([1, 2, 3].map(() => installOnce(target, make, quiet)));
    await installOnce(target, make, quiet);
    expect(made).toBe(1);
    expect(await readdir(path.dirname(target))).toEqual(['thing']);
  });
});

test('An engine that cannot be made leaves nothing behind, and can be tried again.', async () => {
  await withTemporaryDirectory(async (directory) => {
    const target = path.join(directory, 'thing');
    const fail = (): Promise<void> => Promise.reject(new Error('no network'));
    await expect(installOnce(target, fail, quiet)).rejects.toThrow('no network');
    expect(await readdir(directory)).toEqual([]);
    await installOnce(target, () => Promise.resolve(), quiet);
    expect(await readdir(directory)).toEqual(['thing']);
  });
});

test('An engine is taken over from a process that was killed while making it.', async () => {
  await withTemporaryDirectory(async (directory) => {
    const target = path.join(directory, 'thing');
    await writeFile(`${target}.lock`, JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
    await installOnce(target, () => Promise.resolve(), quiet);
    expect(await readdir(directory)).toEqual(['thing']);
  });
});

describe('a machine that lacks something', () => {
  const bare = { PATH: '', JAVA_HOME: '', KAFKA_HOME: '', SLUICE_KAFKA_BROKERS: '', SLUICE_TEMPORAL_BINARY: '' };

  test.each([
    ['without Java', {}, /Java 17 or newer .*apt install openjdk/],
    ['without Maven', { JAVA_HOME: javaHome() }, /Install Maven/],
    ['with a KAFKA_HOME that is none', { PATH: process.env['PATH'] ?? '', KAFKA_HOME: '/nowhere' }, /\/nowhere/],
  ])('A machine %s is told what Kafka needs.', async (_, changes, message) => {
    await withTemporaryDirectory(async (directory) => {
      const failure = withEnvironment({ ...bare, SLUICE_STATE_DIR: directory, ...changes }, () =>
        startKafka({ dataDirectory: path.join(directory, 'kafka') }),
      );
      await expect(failure).rejects.toMatchObject({
        code: 'engine-missing',
        message: expect.stringMatching(message) as string,
      });
    });
  });

  test.each([
    ['without Go', {}, /brew install temporal.*Go 1\.25/],
    [
      'with a SLUICE_TEMPORAL_BINARY that is none',
      { SLUICE_TEMPORAL_BINARY: '/nowhere/temporal' },
      /\/nowhere\/temporal/,
    ],
  ])('A machine %s is told what Temporal needs.', async (_, changes, message) => {
    await withTemporaryDirectory(async (directory) => {
      const failure = withEnvironment({ ...bare, SLUICE_STATE_DIR: directory, ...changes }, () =>
        startTemporal({ dataDirectory: path.join(directory, 'temporal') }),
      );
      await expect(failure).rejects.toMatchObject({
        code: 'engine-missing',
        message: expect.stringMatching(message) as string,
      });
    });
  });

  test('The Kafka that SLUICE_KAFKA_BROKERS names is used, and none is started.', async () => {
    await withEnvironment({ ...bare, SLUICE_KAFKA_BROKERS: 'elsewhere:9092' }, async () => {
      const lines: string[] = [];
      const kafka = await startKafka({ dataDirectory: '/nowhere', progress: (line) => lines.push(line) });
      expect(kafka.address).toBe('elsewhere:9092');
      expect(lines).toEqual(['Kafka: using elsewhere:9092 (SLUICE_KAFKA_BROKERS)']);
    });
  });
});
