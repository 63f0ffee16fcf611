import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from '../src/engines/install-once';
import { javaForKafka, javaTool } from '../src/engines/java';
import { kafkaJars } from '../src/engines/kafka-jars';

const SOURCES = path.join(__dirname, 'java');
const COMPILE_MS = 180_000;
// Returns how to start harness/java/Judge.java with Kafka's own client; compiles it once per source change.
const OPTIONS = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];
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

export interface JudgeCommand {
  readonly java: string;
  readonly args: readonly string[];
}

/**
 * Returns how to start harness/java/Judge.java with Kafka's own client. It is compiled once per change of the sources.
 */
export const judgeCommand = async (): Promise<JudgeCommand> => {
  const jars = path.join((await kafkaJars(quiet)).folder, '*');
  const files = await sourceFiles();
  const classes = path.join(tmpdir(), `sluice-test-classes-${await digest(files, jars)}`);
  const compile = async (folder: string): Promise<void> => {
    const sources = files.map((file) => path.join(SOURCES, file));
    await promisify(execFile)(javaTool('javac'), ['-cp', jars, '-d', folder, ...sources], { timeout: COMPILE_MS });
  };
  await installOnce(classes, compile, quiet);
  const classPath = [classes, jars].join(path.delimiter);
  return { java: await javaForKafka(), args: [...OPTIONS, '-cp', classPath, 'Judge'] };
};
