import type { Client } from '@temporalio/client';
import { HELD_WORKFLOW } from '../model/contract/contract';
import { DESTINATION_ATTRIBUTE } from '../model/names/search-attributes';
import { routePrefix } from '../model/names/workflow-id';
import { describedWorkflow } from '../temporal/described-workflow';
import { quoted } from './route-workflows';

export interface ClosedHost {
  readonly workflowId: string;
  /** How its last run was closed: TERMINATED, FAILED, ... */
  readonly closedStatus: string;
}

export interface ClosedHostQuery {
  readonly gateway: string;
  readonly route: string;
  /** The destination at which the last record of a key failed, or for which it waited. */
  readonly destination?: string;
}

/** Selects runs that somebody closed, or that failed. */
export const CLOSED_BY_SOMEBODY = "ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')";

/** Runs that somebody closed. A workflow that completed has retired; its shelf has what it knows. */
export const closedRunsQuery = ({ gateway, route }: Omit<ClosedHostQuery, 'destination'>): string =>
  `WorkflowId STARTS_WITH '${routePrefix(gateway, route)}' AND WorkflowType != '${HELD_WORKFLOW}' ` +
  `AND ${CLOSED_BY_SOMEBODY}`;

/** Yields the workflows of a route whose last run was closed by somebody, once each, in arbitrary order. */
export async function* closedHosts(
  client: Client,
  { gateway, route, destination }: ClosedHostQuery,
): AsyncGenerator<ClosedHost> {
  const query =
    closedRunsQuery({ gateway, route }) +
    (destination === undefined ? '' : ` AND ${DESTINATION_ATTRIBUTE} = ${quoted(destination)}`);
  const seen = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query })) {
    if (seen.has(workflowId)) continue;
    seen.add(workflowId);
    // What was found may be an old run of a key that was restarted since.
    const last = await describedWorkflow(client.workflow.getHandle(workflowId));
    if (last === undefined || last.status.name === 'RUNNING' || last.status.name === 'COMPLETED') continue;
    yield { workflowId, closedStatus: last.status.name };
  }
}
