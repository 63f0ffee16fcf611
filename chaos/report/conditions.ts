import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Progress } from '../../src/engines';
import { versionOutput } from '../../src/engines/executables';
import { kafkaJars } from '../../src/engines/kafka-jars';
import { temporalBinary } from '../../src/engines/temporal-binary';
import type { ChaosOptions } from '../chaos-options';
import { commandLine } from './command-line';

/** What a run was made with. Names of hosts and folders are left out, because others read this. */
export interface Conditions {
  readonly command: string;
  /** Commit of the gateway that was tested. */
  readonly commit: string;
  readonly node: string;
  readonly kafka: string;
  readonly temporal: string;
  readonly cores: number;
  readonly memoryGib: number;
}

const UNKNOWN = 'unknown';
const run = promisify(execFile);

const commitOf = async (folder: string): Promise<string> => {
  try {
    const { stdout } = await run('git', ['describe', '--always', '--dirty', '--abbrev=12'], { cwd: folder });
    return stdout.trim();
  } catch {
    return UNKNOWN; // an unpacked archive, or no git
  }
};

// The run finds its engines in the same places. They may have to be made first.
const kafkaVersion = async (progress: Progress): Promise<string> => {
  const { folder } = await kafkaJars(progress);
  const versions = readdirSync(folder).map((name) => /^kafka_[\d.]+-(\d[\d.]*)\.jar$/.exec(name)?.[1]);
  return versions.find((version) => version !== undefined) ?? UNKNOWN;
};

const temporalVersion = async (progress: Progress): Promise<string> => {
  const { executable } = await temporalBinary(progress);
  const output = await versionOutput(executable, ['--version']);
  return /Server (\d[\w.-]*)/.exec(output)?.[1] ?? UNKNOWN;
};

export const conditionsOf = async (options: ChaosOptions, progress: Progress): Promise<Conditions> => ({
  command: commandLine(options),
  commit: await commitOf(options.gateway),
  node: process.versions.node,
  kafka: await kafkaVersion(progress),
  temporal: await temporalVersion(progress),
  cores: availableParallelism(),
  memoryGib: Math.round(totalmem() / 2 ** 30),
});
