import path from 'node:path';
import { SEARCH_ATTRIBUTES } from '../model/names/search-attributes';
import { claimDirectory } from './engine-claim';
import type { EngineHandle, Progress } from './engine-handle';
import { EngineProcess } from './engine-process';
import { freePort } from './free-port';
import { temporalBinary } from './temporal-binary';
import { NAMESPACE, temporalReady } from './temporal-ready';
import { TEMPORAL_SETTINGS } from './temporal-settings';

const HOST = '127.0.0.1';
const READY_MS = 180_000; // as for Kafka

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
  const settings = Object.entries({ ...TEMPORAL_SETTINGS, ...options.dynamicConfig });
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
      ...repeated(
        '--dynamic-config-value',
        settings.map(([name, value]) => `${name}=${value}`),
      ),
    ],
    dataDirectory,
    ready: () => temporalReady(address),
    readyMs: READY_MS,
  });
  progress(`Temporal: starting at ${address} (${origin})`);
  await engine.start();
  progress(`Temporal: ready, UI at ${engine.uiAddress ?? '-'}`);
  return engine;
};
