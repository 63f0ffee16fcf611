import path from 'node:path';
import { Connection } from '@temporalio/client';
import { indexedValueTypes } from '../temporal/search-attributes';
import { SEARCH_ATTRIBUTES } from '../model/names/search-attributes';
import { claimDirectory } from './engine-claim';
import type { EngineHandle, Progress } from './engine-handle';
import { EngineProcess } from './engine-process';
import { freePort } from './free-port';
import { temporalBinary } from './temporal-binary';

const HOST = '127.0.0.1';
const NAMESPACE = 'default';
const READY_MS = 60_000;
const ANSWER_MS = 2_000;

// The dev server's limits suit a shared cluster, and under throttling it serves signals before worker polls.
const DYNAMIC_CONFIG = [
  'system.enableActivityEagerExecution=true',
  'frontend.rps=20000',
  'frontend.namespaceRPS=20000',
  'history.rps=50000',
  'matching.rps=50000',
  'history.persistenceMaxQPS=100000',
  // By default a shard looks for new tasks at most 20 times a second, and the dev server has one shard for all workflows:
  // every step of every workflow waits for its turn.
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.visibilityProcessorMaxPollRPS=1000',
  // With few pollers, more partitions only add forwarding.
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];

export interface TemporalOptions {
  /** Created if missing; kept on stop(). */
  readonly dataDirectory: string;
  /** Used if free, otherwise another one is; read `address`. Default: any free port. */
  readonly port?: number;
  /** The same for the web UI. */
  readonly uiPort?: number;
  /** Where the server exports its own metrics. Default: any free port. */
  readonly metricsPort?: number;
  /** Extra server settings, as `name: JSON`; for tests that need a limit within reach. */
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  readonly progress?: Progress;
}

const answers = async (address: string): Promise<void> => {
  const connection = await Connection.connect({ address, connectTimeout: ANSWER_MS });
  try {
    await connection.withDeadline(Date.now() + ANSWER_MS, async () => {
      await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
      const known = await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE });
      const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !(name in known.customAttributes));
      if (missing.length === 0) return;
      // The option for search attributes affects only a new data directory; one of an older version has fewer of them.
      await connection.operatorService.addSearchAttributes({
        namespace: NAMESPACE,
        searchAttributes: indexedValueTypes(missing),
      });
      throw new Error(`search attributes not registered yet: ${missing.map(({ name }) => name).join(', ')}`);
    });
  } finally {
    await connection.close();
  }
};

/**
 * Starts a real Temporal server with its web UI and a SQLite file that survives a kill. Resolves when it answers.
 * GatewayError: 'engine-missing' (says what to install), 'engine-failed' (with its last log lines), 'refused' (another
 * process uses the data directory).
 */
export const startTemporal = async (options: TemporalOptions): Promise<EngineHandle> => {
  const progress: Progress = options.progress ?? (() => undefined);
  const { executable, origin } = await temporalBinary(progress);
  const dataDirectory = path.resolve(options.dataDirectory);
  await claimDirectory(dataDirectory); // this precedes the ports: an engine left over by a killed parent holds them
  const port = await freePort(options.port);
  const uiPort = await freePort(options.uiPort);
  const address = `${HOST}:${port}`;
  const repeated = (flag: string, values: readonly string[]): string[] => values.flatMap((value) => [flag, value]);
  const given = Object.entries(options.dynamicConfig ?? {}).map(([name, value]) => `${name}=${value}`);
  const engine = new EngineProcess({
    name: 'temporal',
    address,
    uiAddress: `http://${HOST}:${uiPort}`,
    origin,
    executable,
    args: [
      ...['server', 'start-dev', '--ip', HOST, '--port', port.toString(), '--ui-port', uiPort.toString()],
      ...['--db-filename', path.join(dataDirectory, 'temporal.db')],
      // WAL with synchronous=NORMAL survives a kill of the process, and is two to four times as fast as the default.
      ...repeated('--sqlite-pragma', ['journal_mode=WAL', 'synchronous=1']),
      ...(options.metricsPort === undefined ? [] : ['--metrics-port', options.metricsPort.toString()]),
      ...['--namespace', NAMESPACE, '--log-level', 'error'],
      ...repeated(
        '--search-attribute',
        SEARCH_ATTRIBUTES.map(({ name, type }) => `${name}=${type}`),
      ),
      ...repeated('--dynamic-config-value', [...DYNAMIC_CONFIG, ...given]),
    ],
    dataDirectory,
    ready: () => answers(address),
    readyMs: READY_MS,
  });
  progress(`Temporal: starting at ${address} (${origin})`);
  await engine.start();
  progress(`Temporal: ready, UI at ${engine.uiAddress ?? '-'}`);
  return engine;
};
