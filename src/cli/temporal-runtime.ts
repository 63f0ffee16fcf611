import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import type { Log } from '../log';

const WRITE: Readonly<Record<LogLevel, keyof Log>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  // A worker reports each of its states and each activity it starts.
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
};

/**
 * Temporal's part of the process: its log in ours, and no signal handlers. With its own it would shut the worker down
 * at the first SIGTERM, before the bridge has stopped sending.
 * Once a process, before any worker or native connection.
 */
export const installTemporalRuntime = (log: Log): void => {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('TRACE', ({ level, message, meta }) => {
      log[WRITE[level]]({ ...meta }, `temporal: ${message}`);
    }),
  });
};
