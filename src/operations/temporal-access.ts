// Gives operations what they need of Temporal: a temporary client, and the control workflow of a route.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import { RouteControlStore } from '../temporal/route-control-store';
import { assertNamespace } from '../temporal/assert-namespace';
import { inGrpcWords } from '../temporal/grpc-words';
import { connectClient } from '../temporal/temporal-connection';

/**
 * Connects, does `work`, disconnects.
 * @throws GatewayError `temporal-unreachable` if no server answers, `temporal-setup` if it lacks the namespace;
 * otherwise whatever `work` throws, the server's errors in words.
 */
export const withTemporalClient = async <T>(
  config: ResolvedConfig,
  work: (client: Client) => Promise<T>,
): Promise<T> => {
  const client = await connectClient(config, 'standard');
  try {
    await assertNamespace(client);
    return await work(client);
  } catch (error) {
    throw inGrpcWords(error);
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
