import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import type { Log } from '../../log';

const WRITE: Readonly<Record<LogLevel, keyof Log>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  // A worker reports each of its states and each activity it starts.
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
};

/** Said already, or of no use to a reader. */
const LEFT_OUT: ReadonlySet<string> = new Set(['taskToken', 'sdkComponent', 'isLocal', 'namespace']);

/**
 * Temporal's part of the process: its log in ours, and no signal handlers. With its own it would shut the worker down
 * at the first SIGTERM, before the bridge has stopped sending.
 * Once a process, before any worker or native connection.
 */
export const installTemporalRuntime = (log: Log): void => {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('TRACE', ({ level, message, meta }) => {
      const fields = Object.entries(meta ?? {}).filter(([name]) => !LEFT_OUT.has(name));
      log[WRITE[level]](Object.fromEntries(fields), `temporal: ${message}`);
    }),
  });
};
