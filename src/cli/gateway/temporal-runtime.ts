import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import type { Log } from '../../log';

const WRITE: Readonly<Record<LogLevel, keyof Log>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  // A worker logs each of its states and each activity it starts at this level.
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
};

/** These fields repeat what is logged already or do not help a reader. */
const LEFT_OUT: ReadonlySet<string> = new Set(['taskToken', 'sdkComponent', 'isLocal', 'namespace']);

/** Workers of outbox writers run activities only, and are meant to. */
const USUAL: ReadonlySet<string> = new Set(['No workflows registered, not polling for workflow tasks']);

/**
 * Writes Temporal's log into ours and installs no signal handlers. Its own handler would shut the worker down at the
 * first SIGTERM, before the bridge has stopped sending.
 * Core serves its own metrics at `metrics` (host:port), if that is given.
 * Call it once per process, before creating any worker or native connection.
 */
export const installTemporalRuntime = (log: Log, metrics?: string): void => {
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: {
      // Core would write to stdout by itself, in a form of its own.
      logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
      ...(metrics === undefined
        ? {}
        : { metrics: { prometheus: { bindAddress: metrics, useSecondsForDurations: true } } }),
    },
    logger: new DefaultLogger('TRACE', ({ level, message, meta }) => {
      if (USUAL.has(message)) return;
      const fields = Object.entries(meta ?? {}).filter(([name]) => !LEFT_OUT.has(name));
      // What a handler logs keeps its level.
      const own = meta?.['sdkComponent'] === 'workflow' && level === 'INFO' ? 'info' : WRITE[level];
      log[own](Object.fromEntries(fields), `temporal: ${message}`);
    }),
  });
};
