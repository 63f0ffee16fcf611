import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from '../../src/engines/install-once';
import { javaForKafka, javaTool } from '../../src/engines/java';
import { kafkaJars } from '../../src/engines/kafka-jars';

const SOURCES = path.join(__dirname, '..', 'java');
const RUN_MS = 180_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const run = promisify(execFile);
const quiet = (): void => undefined;

const sourceFiles = async (): Promise<readonly string[]> => {
  const names = await readdir(SOURCES);
  return names.filter((name) => name.endsWith('.java')).sort();
};

const digest = async (files: readonly string[], jars: string): Promise<string> => {
  const hash = createHash('sha256').update(jars);
  for (const file of files) hash.update(file).update(await readFile(path.join(SOURCES, file)));
  return hash.digest('hex').slice(0, 12);
};

/** Runs a class of test/java with Kafka's own client and returns what it printed. `input` is its
 * standard input. Compiled once per change of the sources. */
export const runJava = async (mainClass: string, args: readonly string[], input = ''): Promise<string> => {
  const jars = path.join((await kafkaJars(quiet)).folder, '*');
  const files = await sourceFiles();
  const classes = path.join(tmpdir(), `sluice-test-classes-${await digest(files, jars)}`);
  await installOnce(
    classes,
    async (folder) => {
      const sources = files.map((file) => path.join(SOURCES, file));
      await run(javaTool('javac'), ['-cp', jars, '-d', folder, ...sources], { timeout: RUN_MS });
    },
    quiet,
  );
  const command = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];
  const classPath = [classes, jars].join(path.delimiter);
  const options = { timeout: RUN_MS, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES } as const;
  const running = run(await javaForKafka(), [...command, '-cp', classPath, mainClass, ...args], options);
  running.child.stdin?.end(input);
  return (await running).stdout;
};
