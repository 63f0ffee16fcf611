// Workflows that cannot run: their tasks fail, so that nothing in them moves until somebody repairs them.
import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import { mapLimited } from '../../async/map-limited';
import { AGENTS_WORKFLOW, HELD_AGENTS_WORKFLOW } from '../../model/contract/agent-contract';
import { OUTBOX_WORKFLOW } from '../../model/contract/outbox-contract';
import { SHELF_WORKFLOW } from '../../model/contract/shelf-contract';
import { ROUTE_WORKFLOW } from '../../model/route-control';
import { routePrefix } from '../../model/workflow-id';
import { describedWorkflow } from '../../temporal/described-workflow';
import { grpcError } from '../../temporal/grpc-error';

const ASKED = 500;
const AT_ONCE = 16;
const CALL_MS = 5_000;
/** A task may fail or time out once when a worker ends. */
const ATTEMPTS = 3;

const OF_NO_ROUTE = [AGENTS_WORKFLOW, HELD_AGENTS_WORKFLOW, OUTBOX_WORKFLOW, SHELF_WORKFLOW, ROUTE_WORKFLOW];

/** Those of a route, which host keys or hold records for them; without a route, all others of the gateway. */
const queryOf = (gateway: string, route: string | undefined): string =>
  route === undefined
    ? `WorkflowId STARTS_WITH '${gateway}/' AND WorkflowType IN (${OF_NO_ROUTE.map((type) => `'${type}'`).join()})`
    : `WorkflowId STARTS_WITH '${routePrefix(gateway, route)}'`;

const found = async (client: Client, query: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: `${query} AND ExecutionStatus = 'Running'` })) {
    if (ids.push(workflowId) >= ASKED) break;
  }
  return ids;
};

/** What servers from 1.30 on note of a workflow. */
const REPORTED = ' AND TemporalReportedProblems IS NOT NULL';

const reported = async (client: Client, query: string): Promise<readonly string[]> => {
  try {
    return await found(client, query + REPORTED);
  } catch (error) {
    if (grpcError(error)?.code === GrpcStatus.INVALID_ARGUMENT) return []; // An older server does not know the name.
    throw error;
  }
};

/** Ids of workflows whose tasks fail, among those that the server reports and the 500 that began last. */
export const failingTasks = async (client: Client, gateway: string, route?: string): Promise<readonly string[]> => {
  const query = queryOf(gateway, route);
  const ids = new Set([...(await reported(client, query)), ...(await found(client, query))]);
  const failing = await mapLimited([...ids], AT_ONCE, async (workflowId) => {
    const described = await client.withDeadline(Date.now() + CALL_MS, () =>
      describedWorkflow(client.workflow.getHandle(workflowId)),
    );
    return (described?.raw.pendingWorkflowTask?.attempt ?? 0) >= ATTEMPTS ? [workflowId] : [];
  });
  return failing.flat().sort();
};
