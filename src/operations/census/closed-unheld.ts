// Workflows that somebody closed, and for which no record has come since: nothing else tells of them, although records
// may wait in them, parked or not.
import type { Client } from '@temporalio/client';
import { closedRunsQuery } from '../closed-hosts';
import { heldWorkflow, listWorkflows } from '../route-workflows';
import type { ClosedUnheld } from './census';
import { stillClosed } from './still-closed';

/** Undefined if there are none. */
export const closedUnheld = async (
  client: Client,
  gateway: string,
  route: string,
): Promise<ClosedUnheld | undefined> => {
  const { ids, complete } = await stillClosed(client, closedRunsQuery({ gateway, route }));
  if (ids.size === 0) return undefined;
  const unheld = new Set(ids);
  for await (const { workflowId: heldId } of listWorkflows(client, gateway, route, 'held')) {
    unheld.delete(heldWorkflow(heldId)?.workflowId ?? '');
  }
  return unheld.size === 0 ? undefined : { workflows: unheld.size, complete };
};
