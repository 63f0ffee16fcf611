import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { freePort } from '../../engines/free-port';

type Listening = Pick<ResolvedConfig, 'metrics' | 'callbacks'>;

/**
 * Returns where Temporal's core can serve its metrics to this process, which passes them on with its own: at a free
 * port that the gateway itself is not about to listen at.
 */
export const coreMetricsAddress = async (
  { metrics, callbacks }: Listening,
  alsoWanted: readonly number[] = [],
  free: () => Promise<number> = freePort,
): Promise<string> => {
  const wanted = new Set([metrics?.port, callbacks?.port, ...alsoWanted]);
  let port = await free();
  while (wanted.has(port)) port = await free();
  return `127.0.0.1:${port}`;
};
