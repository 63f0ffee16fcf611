import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { LOOPBACK } from '../../config/telemetry/listen-address';
import { openConsole } from '../../console/console';
import type { Gateway } from '../../gateway/gateway';
import type { CommandContext } from '../command/command';
import { consoleToken } from './console-token';

export interface BesideConsole {
  /** The same gateway, with whose end the console ends. */
  readonly gateway: Gateway;
  /** Brings the token. */
  readonly url: string;
}

/** Serves the console of a gateway in the gateway's own process. */
export const besideConsole = async (
  gateway: Gateway,
  config: ResolvedConfig & { readonly metrics: NonNullable<ResolvedConfig['metrics']> },
  { port, temporalUi }: { readonly port: number; readonly temporalUi: string | undefined },
  { env, log }: Pick<CommandContext, 'env' | 'log'>,
): Promise<BesideConsole> => {
  const token = consoleToken(env);
  const { host, port: metricsPort } = config.metrics;
  const opened = await openConsole(config, {
    ...{ host: LOOPBACK, port, remoteHosts: [] },
    ...{ token, temporalUi, log },
    metrics: metricsPort === 0 ? [] : [`${host}:${metricsPort}`],
  });
  const after =
    (end: () => Promise<void>): (() => Promise<void>) =>
    async () => {
      await opened.close();
      await end();
    };
  return {
    gateway: {
      failed: gateway.failed,
      drain: after(() => gateway.drain()),
      close: after(() => gateway.close()),
    },
    url: opened.url,
  };
};
