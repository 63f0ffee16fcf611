import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { Log } from '../log';
import { unwatched, type Watch } from '../telemetry/watch';

type Watched = Pick<ResolvedConfig, 'name' | 'metrics' | 'tracing'>;

/** OpenTelemetry takes tenths of a second to load, which only who is watched should pay for. */
export const openedWatch = async (config: Watched, coreMetrics: string | undefined, log: Log): Promise<Watch> => {
  const watch = await measured(config, coreMetrics, log);
  if (config.tracing === undefined) return watch;
  const { OtelSpans } = await import('../exporters/otel-spans.js');
  const spans = new OtelSpans(config.tracing.endpoint, `sluice-${config.name}`, log);
  return {
    ...watch,
    spans,
    close: async () => {
      await spans.close();
      await watch.close();
    },
  };
};

const measured = async ({ metrics }: Watched, coreMetrics: string | undefined, log: Log): Promise<Watch> => {
  if (metrics === undefined) return unwatched();
  return (await import('../exporters/open-watch.js')).openWatch(metrics, coreMetrics, log);
};
