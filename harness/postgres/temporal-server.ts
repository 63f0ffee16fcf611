import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { GatewayError } from '../../src/errors';
import { stateDirectories, type Progress } from '../../src/engines';
import { findExecutable } from '../../src/engines/executables';
import { installOnce } from '../../src/engines/install-once';
import { runTool } from '../../src/engines/run-tool';

const MODULE = 'go.temporal.io/server';
const PROGRAMS = { server: `${MODULE}/cmd/server`, schemaTool: `${MODULE}/cmd/tools/sql` } as const;
const ASSETS = ['go.mod', 'go.sum'] as const;

export interface TemporalServer {
  readonly server: string;
  readonly schemaTool: string;
  /** Folder with the changes of the tables, by the part of the name of a database. */
  readonly schema: string;
}

const go = (): string => {
  const found = findExecutable('go');
  if (found !== undefined) return found;
  throw new GatewayError(
    'engine-missing',
    "Temporal's server for PostgreSQL is built from its sources, and there is no Go: install Go 1.25 or newer (go.dev/doc/install).",
  );
};

const build = async (folder: string, progress: Progress): Promise<void> => {
  const command = go();
  progress('Temporal: building the server for PostgreSQL with Go, 2 to 6 minutes, once on this machine');
  for (const [name, program] of Object.entries(PROGRAMS)) {
    await runTool({
      doing: `Temporal: build ${program}`,
      command,
      args: ['build', '-v', '-ldflags', '-s -w', '-o', path.join(folder, name), program],
      cwd: __dirname,
      describe: (lines, last) => `${lines} steps, now ${last.slice(0, 70)}`,
      advice: '',
      progress,
    });
  }
  const { stdout } = await promisify(execFile)(command, ['list', '-m', '-f', '{{.Dir}}', MODULE], { cwd: __dirname });
  await cp(path.join(stdout.trim(), 'schema', 'postgresql', 'v12'), path.join(folder, 'schema'), { recursive: true });
};

/** Finds in the cache, or builds, the server and what its databases need. GatewayError('engine-missing') says what to install. */
export const temporalServer = async (progress: Progress): Promise<TemporalServer> => {
  const hash = createHash('sha256');
  for (const file of ASSETS) hash.update(await readFile(path.join(__dirname, file)));
  const folder = path.join(stateDirectories().cache, `temporal-server-${hash.digest('hex').slice(0, 12)}`);
  await installOnce(folder, (partial) => build(partial, progress), progress);
  return {
    server: path.join(folder, 'server'),
    schemaTool: path.join(folder, 'schemaTool'),
    schema: path.join(folder, 'schema'),
  };
};
