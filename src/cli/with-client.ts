import type { Client } from '@temporalio/client';
import { loadConfig } from '../config/gateway/load-config';
import type { ResolvedConfig } from '../config/gateway/resolved';
import { connectClient } from '../temporal/temporal-connection';
import type { CommandContext, CommonOptions } from './command';

/** Loads the config, connects to Temporal, does `work`, disconnects. */
export const withClient = async <T>(
  options: CommonOptions,
  { env }: CommandContext,
  work: (config: ResolvedConfig, client: Client) => Promise<T>,
): Promise<T> => {
  const config = await loadConfig(options.config, env);
  const client = await connectClient(config, 'standard');
  try {
    return await work(config, client);
  } finally {
    await client.connection.close();
  }
};
