import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EngineHandle, Progress } from '../../src/engines';
import { EngineProcess } from '../../src/engines/engine-process';
import { freePort } from '../../src/engines/free-port';
import { runTool } from '../../src/engines/run-tool';
import { GatewayError } from '../../src/errors';
import { DATABASE_USER } from './server-config';
import { postgresPrograms } from './postgres-programs';

const HOST = '127.0.0.1';
const READY_MS = 180_000;
const ANSWER_MS = 2_000;

export interface Postgres {
  readonly engine: EngineHandle;
  readonly port: number;
  /** Ends it, and removes its data. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. Whoever is root lends it another user. */
interface Runner {
  readonly uid: number;
  readonly gid: number;
  readonly prefix: readonly string[];
}

const idOf = async (user: string): Promise<Runner | undefined> => {
  const run = promisify(execFile);
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)),
    );
    if (uid === undefined || gid === undefined) return undefined;
    return { uid, gid, prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] };
  } catch {
    return undefined; // there is no such user
  }
};

const runner = async (): Promise<Runner | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const found = (await idOf('postgres')) ?? (await idOf('nobody'));
  if (found !== undefined) return found;
  throw new GatewayError(
    'engine-missing',
    'PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`. Run this as another user.',
  );
};

/** Any answer will do: the schema tool tries again. */
const accepts = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ host: HOST, port, timeout: ANSWER_MS });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error('no connection in time')));
    socket.once('error', reject);
  });

/** Starts a PostgreSQL with data of this run only. GatewayError: 'engine-missing', 'engine-failed'. */
export const startPostgres = async (progress: Progress): Promise<Postgres> => {
  const { initdb, postgres } = await postgresPrograms();
  const as = await runner();
  const command = (program: string, args: readonly string[]): readonly [string, readonly string[]] => {
    const [first = program, ...rest] = [...(as?.prefix ?? []), program, ...args];
    return [first, rest];
  };
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-postgres-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    if (as !== undefined) await chown(directory, as.uid, as.gid);
    const data = path.join(directory, 'data');
    const [tool, toolArgs] = command(initdb, [
      ...['-D', data, '-U', DATABASE_USER, '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    ]);
    await runTool({
      doing: 'PostgreSQL: make a database',
      command: tool,
      args: toolArgs,
      cwd: directory,
      advice: '',
      progress,
    });
    const port = await freePort();
    const [executable, args] = command(postgres, [
      ...['-D', data, '-h', HOST, '-p', String(port), '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    ]);
    const engine = new EngineProcess({
      name: 'postgres',
      address: `${HOST}:${port}`,
      origin: postgres,
      executable,
      args,
      dataDirectory: directory,
      ready: () => accepts(port),
      readyMs: READY_MS,
    });
    progress(`PostgreSQL: starting at ${engine.address} (${postgres})`);
    await engine.start();
    const stop = async (): Promise<void> => {
      await engine.stop();
      await remove();
    };
    return { engine, port, stop };
  } catch (error) {
    await remove();
    throw error;
  }
};
