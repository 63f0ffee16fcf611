import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { LOOPBACK, type ListenAddress } from '../../config/telemetry/listen-address';
import { openConsole } from '../../console/console';
import { freePort } from '../../engines/free-port';
import { GatewayError } from '../../errors';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { loadedConfig } from '../command/running-engines';
import { CONSOLE_PORT } from './console-port';
import { consoleToken } from './console-token';

export interface ConsoleOptions extends CommonOptions {
  readonly listen?: ListenAddress;
  /** Names under which browsers of other machines reach the console. */
  readonly allowRemote: readonly string[];
  readonly temporalUi?: string;
  readonly metrics: readonly string[];
}

const LOCAL: ReadonlySet<string> = new Set([LOOPBACK, '::1', 'localhost']);

/** Whoever listens on all addresses listens on loopback, too; a port that is taken anew each time is not known. */
const ownMetrics = ({ metrics }: ResolvedConfig, ofDev: string | undefined): readonly string[] => {
  // A running `dev` has its metrics where it found a port.
  if (ofDev !== undefined) return [ofDev];
  return metrics === undefined || metrics.port === 0
    ? []
    : [`${LOCAL.has(metrics.host) ? metrics.host : LOOPBACK}:${metrics.port}`];
};

/** `sluice console`: serves the console until a signal ends it. */
export const consoleCommand = async (options: ConsoleOptions, context: CommandContext): Promise<CommandResult> => {
  const { env, log, print, announce } = context;
  const { allowRemote, temporalUi, metrics } = options;
  const token = consoleToken(env);
  const config = await loadedConfig(options, context);
  const { host, port } = options.listen ?? { host: LOOPBACK, port: await freePort(CONSOLE_PORT) };
  if (!LOCAL.has(host) && allowRemote.length === 0) {
    const message = `At ${host} other machines reach the console. Say with --allow-remote under which name, and put TLS in front of it.`;
    throw new GatewayError('config-invalid', message);
  }
  const signals = context.stopSignals();
  const opened = await openConsole(config, {
    ...{ host, port, token, temporalUi, log },
    remoteHosts: allowRemote,
    metrics: metrics.length > 0 ? metrics : ownMetrics(config, context.dev?.health),
  });
  if (allowRemote.length > 0) {
    log.warn({ names: allowRemote }, 'other machines reach the console: whoever has its token may do all that it can');
  }
  announce({ url: opened.url, address: opened.address });
  print(`Console: ${opened.url}`);
  print('Ctrl-C ends it.');
  await signals.first;
  await opened.close();
  return { exitCode: EXIT_CODES.done, document: { outcome: 'closed', address: opened.address } };
};
