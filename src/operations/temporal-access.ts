// What operations need of Temporal: a client for as long as they take, and the control workflow of a route.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig, ResolvedRoute } from '../config/gateway/resolved';
import { RouteControlStore } from '../temporal/route-control-store';
import { connectClient } from '../temporal/temporal-connection';

/**
 * Connects, does `work`, disconnects.
 * @throws GatewayError `temporal-unreachable` when no server answers; else what `work` throws.
 */
export const withTemporalClient = async <T>(
  config: ResolvedConfig,
  work: (client: Client) => Promise<T>,
): Promise<T> => {
  const client = await connectClient(config, 'standard');
  try {
    return await work(client);
  } finally {
    await client.connection.close();
  }
};

/** What is wanted of a route, and what its replays have changed, as the gateway's control workflow has it. */
export const routeControl = (
  client: Client,
  { name: gateway, temporal }: ResolvedConfig,
  { name: route }: Pick<ResolvedRoute, 'name'>,
): RouteControlStore => new RouteControlStore(client, { gateway, route, taskQueue: temporal.taskQueue });
