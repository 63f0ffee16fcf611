// Gives operations what they need of Temporal: a temporary client, and the control workflow of a route.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import { RouteControlStore } from '../temporal/route-control-store';
import { connectClient } from '../temporal/temporal-connection';

/**
 * Connects, does `work`, disconnects.
 * @throws GatewayError `temporal-unreachable` if no server answers; otherwise whatever `work` throws.
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

/** What is desired of a route and what its replays have changed, according to the gateway's control workflow. */
export const routeControl = (
  client: Client,
  { name: gateway, temporal }: ResolvedConfig,
  { name: route }: Pick<ResolvedRoute, 'name'>,
): RouteControlStore => new RouteControlStore(client, { gateway, route, taskQueue: temporal.taskQueue });
