// Runs as a separate process: starts both engines below the given folder and prints their pids. The test kills it.
import path from 'node:path';
import { startKafka, startTemporal } from '../../../src/engines';

const start = async (directory: string): Promise<void> => {
  const engines = await Promise.all([
    startKafka({ dataDirectory: path.join(directory, 'kafka'), own: true }),
    startTemporal({ dataDirectory: path.join(directory, 'temporal') }),
  ]);
  process.stdout.write(`${JSON.stringify(engines.map(({ pid }) => pid))}\n`);
  setInterval(() => undefined, 1_000); // engines do not keep a process alive, and this one must wait to be killed
};

void start(process.argv[2] ?? '');
