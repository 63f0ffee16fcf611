import { loadConfig } from '../config/load-config';
import { startGateway, type GatewayParts } from '../gateway';
import type { CommandContext, CommandResult, CommonOptions } from './command';
import { serve } from './serve';
import { installTemporalRuntime } from './temporal-runtime';

/** `sluice run`, `bridge` and `worker`: a gateway or one half of it, until a signal or a failure ends it. */
export const runCommand = async (
  parts: GatewayParts,
  { config: path }: CommonOptions,
  { env, log, stopSignals }: CommandContext,
): Promise<CommandResult> => {
  const config = await loadConfig(path, env);
  const signals = stopSignals();
  installTemporalRuntime(log);
  const { exitCode, ...document } = await serve(() => startGateway(config, parts, log), signals, log);
  return { exitCode, document };
};
