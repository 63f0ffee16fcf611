import type { Client } from '@temporalio/client';
import { loadConfig } from '../../config/gateway/load-config';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { withTemporalClient } from '../../operations/temporal-access';
import type { CommandContext, CommonOptions } from './command';

/** Loads the config, connects to Temporal, does `work`, disconnects. */
export const withClient = async <T>(
  options: CommonOptions,
  { env }: CommandContext,
  work: (config: ResolvedConfig, client: Client) => Promise<T>,
): Promise<T> => {
  const config = await loadConfig(options.config, env);
  return withTemporalClient(config, (client) => work(config, client));
};
