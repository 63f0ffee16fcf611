import type { Client } from '@temporalio/client';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { hostingChanged } from '../../bridge/hosting-changed';
import { HELD_WORKFLOW } from '../../model/contract/contract';
import type { RouteControl } from '../../model/routes/route-control';
import { lanesOfHost, routePrefix } from '../../model/names/workflow-id';
import type { RouteControlStore } from '../../temporal/route-control-store';
import { recorded } from './steer-route';

/**
 * Records how a route's keys are hosted when it first runs: of two bridges that start at once, one records it.
 * @throws GatewayError `hosting-changed` if the route is hosted in another shape; `no-answer`.
 */
export const claimHosting = async (
  client: Client,
  store: RouteControlStore,
  { name, lanes }: Pick<ResolvedRoute, 'name' | 'lanes'>,
): Promise<RouteControl> => {
  const control = await remembered(client, store, lanes);
  const changed = hostingChanged({ route: name, lanes }, control);
  if (changed !== undefined) throw changed;
  return control;
};

const remembered = async (client: Client, store: RouteControlStore, lanes: number): Promise<RouteControl> => {
  const control = await store.read();
  if (control.lanes !== undefined) return control;
  const found = await lanesFound(client, store.names);
  return recorded(store, await store.send({ kind: 'host', lanes: found ?? lanes }));
};

/** Finds how a route is hosted if it ran before shapes were recorded, or its control workflow was lost. */
const lanesFound = async (
  client: Client,
  { gateway, route }: RouteControlStore['names'],
): Promise<number | undefined> => {
  const query = `WorkflowId STARTS_WITH '${routePrefix(gateway, route)}' AND WorkflowType != '${HELD_WORKFLOW}'`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1 })) return lanesOfHost(workflowId);
  return undefined;
};
