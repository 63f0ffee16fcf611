// Workflows that somebody closed, and for which no record has come since: nothing else tells of them, although records
// may wait in them, parked or not.
import type { Client } from '@temporalio/client';
import { closedRunsQuery } from '../closed-hosts';
import { heldWorkflow, listWorkflows, quoted } from '../route-workflows';

/** Closed runs that are looked at, newest first; most belong to keys that were restarted since. */
const RUNS = 1_000;
const IDS_AT_ONCE = 100;

export interface ClosedUnheld {
  readonly workflows: number;
  /** False if the count is only a lower bound. */
  readonly complete: boolean;
}

/** Undefined if there are none. Visibility knows enough: no workflow is asked. */
export const closedUnheld = async (
  client: Client,
  gateway: string,
  route: string,
): Promise<ClosedUnheld | undefined> => {
  const { closed, complete } = await lastClosed(client, gateway, route);
  await dropReopened(client, closed);
  if (closed.size === 0) return undefined;
  for await (const { workflowId: heldId } of listWorkflows(client, gateway, route, 'held')) {
    closed.delete(heldWorkflow(heldId)?.workflowId ?? '');
  }
  return closed.size === 0 ? undefined : { workflows: closed.size, complete };
};

/** When the last run that was closed began, by workflow. */
const lastClosed = async (
  client: Client,
  gateway: string,
  route: string,
): Promise<{ readonly closed: Map<string, Date>; readonly complete: boolean }> => {
  const closed = new Map<string, Date>();
  let runs = 0;
  for await (const { workflowId, startTime } of client.workflow.list({ query: closedRunsQuery({ gateway, route }) })) {
    const known = closed.get(workflowId);
    if (known === undefined || startTime > known) closed.set(workflowId, startTime);
    runs += 1;
    if (runs === RUNS) return { closed, complete: false };
  }
  return { closed, complete: true };
};

/** Those that were restarted, or have retired since, are well. */
const dropReopened = async (client: Client, closed: Map<string, Date>): Promise<void> => {
  const ids = [...closed.keys()];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const some = ids
      .slice(at, at + IDS_AT_ONCE)
      .map(quoted)
      .join(', ');
    const query = `WorkflowId IN (${some}) AND ExecutionStatus IN ('Running', 'Completed')`;
    for await (const { workflowId, startTime } of client.workflow.list({ query })) {
      const last = closed.get(workflowId);
      if (last !== undefined && startTime > last) closed.delete(workflowId);
    }
  }
};
