import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Log } from '../../log';
import { toldByTemporal } from './told-by-temporal';

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
    logger: new DefaultLogger('TRACE', toldByTemporal(log)),
  });
};
