// Where the engines of a running `sluice dev`, or of a demo, are: noted beside their data, by the configuration that they
// were started for, so that commands find them without variables.
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asIdentity, isRunning, processIdentity } from './process-identity';
import { stateDirectories } from './state-directories';

export interface RunningDev {
  /** host:port, comma separated. */
  readonly brokers: string;
  readonly temporal: string;
  /** Where it serves its health, as host:port; absent if it does not tell. */
  readonly health?: string;
  /** What runs them. */
  readonly by: 'dev' | 'demo';
  readonly pid: number;
}

/** Nobody but the user may name engines here, because commands would follow. */
const OWN = { directory: 0o700, file: 0o600 } as const;
const ADDRESS = /^[\w.:,[\]-]{1,1000}$/;

/** Undefined if there is no such configuration. */
const fileOf = (config: string): string | undefined => {
  try {
    const name = createHash('sha256').update(realpathSync(config)).digest('hex').slice(0, 32);
    return path.join(stateDirectories().data, 'running', `${name}.json`);
  } catch {
    return undefined; // loading it says in words that it is missing
  }
};

/** Notes that this process runs engines for a configuration; returns what forgets it. */
export const noteRunningDev = async (
  config: string,
  { brokers, temporal, health, by }: Omit<RunningDev, 'pid'>,
): Promise<() => Promise<void>> => {
  const file = fileOf(config);
  if (file === undefined) return () => Promise.resolve();
  await mkdir(path.dirname(file), { recursive: true, mode: OWN.directory });
  // A file that is there keeps its mode.
  await rm(file, { force: true });
  const noted = { owner: processIdentity(process.pid), brokers, temporal, health, by };
  await writeFile(file, JSON.stringify(noted), { mode: OWN.file });
  return () => rm(file, { force: true });
};

/** The engines of the process that runs them for this configuration; undefined if none does. */
export const runningDev = (config: string): RunningDev | undefined => {
  const file = fileOf(config);
  if (file === undefined) return undefined;
  try {
    const noted = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
    const { owner, brokers, temporal, health, by } = noted;
    const identity = asIdentity(owner);
    if (identity === undefined || !isRunning(identity) || !isAddress(brokers) || !isAddress(temporal)) return undefined;
    return {
      ...{ brokers, temporal, by: by === 'demo' ? by : 'dev', pid: identity.pid },
      ...(isAddress(health) ? { health } : {}),
    };
  } catch {
    return undefined; // the file is missing or was cut short by a crash: then nothing runs
  }
};

const isAddress = (value: unknown): value is string => typeof value === 'string' && ADDRESS.test(value);
