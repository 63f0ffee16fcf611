import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import type { EngineHandle, TemporalOptions } from '../../src/engines';
import { EngineProcess } from '../../src/engines/engine-process';
import { freePort } from '../../src/engines/free-port';
import { runTool } from '../../src/engines/run-tool';
import { NAMESPACE, temporalReady } from '../../src/engines/temporal-ready';
import { TEMPORAL_SETTINGS } from '../../src/engines/temporal-settings';
import {
  DATABASES,
  DATABASE_USER,
  dynamicConfig,
  PLUGIN,
  serverConfig,
  SERVICES,
  type ServerPorts,
} from './server-config';
import { startPostgres, type Postgres } from './start-postgres';
import { temporalServer, type TemporalServer } from './temporal-server';

const HOST = '127.0.0.1';
const READY_MS = 180_000;
const ANSWER_MS = 5_000;
/** The folders of the schema, by database. */
const SCHEMA_OF = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

export interface TemporalOnPostgres {
  readonly temporal: EngineHandle;
  readonly postgres: EngineHandle;
  /** Ends both. */
  stop(): Promise<void>;
}

type Options = Pick<TemporalOptions, 'dataDirectory' | 'metricsPort' | 'dynamicConfig' | 'progress'>;

const portsOf = async (postgres: number, metrics: number | undefined): Promise<ServerPorts> => {
  const each = async (): Promise<ServerPorts['grpc']> => {
    const ports = await Promise.all(SERVICES.map(async (service) => [service, await freePort()] as const));
    return Object.fromEntries(ports) as ServerPorts['grpc'];
  };
  return { postgres, metrics: metrics ?? (await freePort()), grpc: await each(), membership: await each() };
};

const makeTables = async (
  { schemaTool, schema }: TemporalServer,
  port: number,
  progress: NonNullable<Options['progress']>,
): Promise<void> => {
  for (const database of Object.values(DATABASES)) {
    const tool = (...args: readonly string[]): Promise<void> =>
      runTool({
        doing: `Temporal: ${args[0]} of ${database}`,
        command: schemaTool,
        args: [
          ...['--plugin', PLUGIN, '--ep', HOST, '-p', String(port), '-u', DATABASE_USER, '--pw', DATABASE_USER],
          ...['--db', database, ...args],
        ],
        advice: '',
        progress,
      });
    await tool('create-database');
    await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '-d', path.join(schema, SCHEMA_OF[database], 'versioned'));
  }
};

/** Unlike the dev server, a server begins without a namespace. */
const ready = async (address: string): Promise<void> => {
  const connection = await Connection.connect({ address, connectTimeout: ANSWER_MS });
  try {
    await connection.withDeadline(Date.now() + ANSWER_MS, async () => {
      const { namespaces } = await connection.workflowService.listNamespaces({});
      if (namespaces.some(({ namespaceInfo }) => namespaceInfo?.name === NAMESPACE)) return;
      await connection.workflowService.registerNamespace({
        namespace: NAMESPACE,
        workflowExecutionRetentionPeriod: msToTs('1 day'),
      });
    });
  } finally {
    await connection.close();
  }
  await temporalReady(address);
};

const startServer = async (options: Options, server: TemporalServer, { port }: Postgres): Promise<EngineHandle> => {
  const dataDirectory = path.resolve(options.dataDirectory);
  await mkdir(dataDirectory, { recursive: true });
  const ports = await portsOf(port, options.metricsPort);
  const settings = path.join(dataDirectory, 'dynamic.yaml');
  await writeFile(settings, dynamicConfig({ ...TEMPORAL_SETTINGS, ...options.dynamicConfig }));
  await writeFile(path.join(dataDirectory, 'sluice.yaml'), serverConfig(ports, settings));
  const address = `${HOST}:${ports.grpc.frontend}`;
  const engine = new EngineProcess({
    name: 'temporal',
    address,
    origin: `built by Go, on PostgreSQL, ${server.server}`,
    executable: server.server,
    args: ['--root', dataDirectory, '--config', '.', '--env', 'sluice', '--allow-no-auth', 'start'],
    dataDirectory,
    ready: () => ready(address),
    readyMs: READY_MS,
  });
  options.progress?.(`Temporal: starting at ${address} on PostgreSQL`);
  await engine.start();
  options.progress?.(`Temporal: ready at ${address}`);
  return engine;
};

/** Starts a real Temporal server on a PostgreSQL of its own. GatewayError: 'engine-missing', 'engine-failed'. */
export const startTemporalOnPostgres = async (options: Options): Promise<TemporalOnPostgres> => {
  const progress = options.progress ?? (() => undefined);
  const server = await temporalServer(progress);
  const postgres = await startPostgres(progress);
  try {
    await makeTables(server, postgres.port, progress);
    const temporal = await startServer(options, server, postgres);
    return {
      temporal,
      postgres: postgres.engine,
      stop: async () => {
        await temporal.stop();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
};
