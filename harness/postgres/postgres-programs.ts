import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { GatewayError } from '../../src/errors';
import { findExecutable } from '../../src/engines/executables';

/** Debian keeps the server's programs off the PATH, one folder per version. */
const DEBIAN = '/usr/lib/postgresql';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

const inFolder = (folder: string): PostgresPrograms | undefined => {
  const initdb = findExecutable(path.join(folder, 'initdb'));
  const postgres = findExecutable(path.join(folder, 'postgres'));
  return initdb === undefined || postgres === undefined ? undefined : { initdb, postgres };
};

const ofDebian = async (): Promise<PostgresPrograms | undefined> => {
  const versions = await readdir(DEBIAN).catch((): string[] => []);
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => inFolder(path.join(DEBIAN, version, 'bin'))).find((found) => found !== undefined);
};

/** Finds PostgreSQL's server. GatewayError('engine-missing') says what to install. */
export const postgresPrograms = async (): Promise<PostgresPrograms> => {
  const [initdb, postgres] = [findExecutable('initdb'), findExecutable('postgres')];
  const found = initdb !== undefined && postgres !== undefined ? { initdb, postgres } : await ofDebian();
  if (found !== undefined) return found;
  throw new GatewayError(
    'engine-missing',
    'No PostgreSQL server was found: expected `initdb` and `postgres` on PATH. Install it (Debian and Ubuntu: ' +
      '`apt-get install postgresql`; macOS: `brew install postgresql`). It need not run: this run has one of its own.',
  );
};
