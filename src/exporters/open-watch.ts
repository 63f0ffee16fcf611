import type { ResolvedMetrics } from '../config/telemetry/metrics-options';
import type { Log } from '../log';
import { NO_SPANS } from '../telemetry/spans';
import type { Watch } from '../telemetry/watch';
import { Health } from '../telemetry/health';
import { coreMetrics } from './core-metrics';
import { OtelMetrics } from './otel-metrics';
import { processMetrics } from './process-metrics';
import { WatchEndpoint } from './watch-endpoint';

/**
 * Serves metrics and health at an address. `core` is where Temporal's core exports its own metrics in this process;
 * undefined if it does not.
 * @throws GatewayError `metrics-unavailable`
 */
export const openWatch = async (listen: ResolvedMetrics, core: string | undefined, log: Log): Promise<Watch> => {
  const metrics = new OtelMetrics();
  const health = new Health();
  const own = processMetrics(metrics);
  const text = async (): Promise<string> => {
    own.refresh();
    const [ours, cores] = await Promise.all([metrics.text(), core === undefined ? '' : coreMetrics(core)]);
    return ours + cores;
  };
  const close = async (): Promise<void> => {
    own.close();
    await metrics.close();
  };
  try {
    const endpoint = await WatchEndpoint.listen(listen, { health, metrics: text }, log);
    return {
      telemetry: metrics,
      spans: NO_SPANS,
      health,
      address: endpoint.address,
      close: async () => {
        await endpoint.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};
