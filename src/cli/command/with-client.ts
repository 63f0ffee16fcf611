import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { withTemporalClient } from '../../operations/temporal-access';
import type { CommandContext, CommonOptions } from './command';
import { loadedConfig } from './running-engines';

/** Loads the config, connects to Temporal, does `work`, disconnects. */
export const withClient = async <T>(
  options: CommonOptions,
  context: CommandContext,
  work: (config: ResolvedConfig, client: Client) => Promise<T>,
): Promise<T> => {
  const config = await loadedConfig(options, context);
  return withTemporalClient(config, (client) => work(config, client));
};
