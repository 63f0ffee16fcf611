// Workflows that cannot run: their tasks fail, so that nothing in them moves until somebody repairs them.
import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import { mapLimited } from '../../async/map-limited';
import { AGENTS_WORKFLOW, HELD_AGENTS_WORKFLOW } from '../../model/contract/agent-contract';
import { OUTBOX_WORKFLOW } from '../../model/contract/outbox-contract';
import { SHELF_WORKFLOW } from '../../model/contract/shelf-contract';
import { ROUTE_WORKFLOW } from '../../model/routes/route-control';
import { routePrefix } from '../../model/names/workflow-id';
import { describedWorkflow } from '../../temporal/described-workflow';
import { grpcError } from '../../temporal/grpc-error';
import { isLate } from '../../temporal/is-late';

const ASKED = 500;
/** Beside those that a server reports, which takes it a few attempts. */
const ASKED_BESIDE = 50;
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

export interface FailingTasks {
  readonly ids: readonly string[];
  /** Those among them whose handler does not fit what they have done: their tasks fail once there is one. */
  readonly unfit?: readonly string[];
  /** How many running workflows were not looked at, or were not described in time. */
  readonly unknown: number;
}

const found = async (client: Client, query: string, atMost = ASKED): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: `${query} AND ExecutionStatus = 'Running'` })) {
    if (ids.push(workflowId) >= atMost) break;
  }
  return ids;
};

/** What servers from 1.30 on note of a workflow. */
const REPORTED = ' AND TemporalReportedProblems IS NOT NULL';

/** Undefined from a server that does not know the name, an older one. */
const reported = async (client: Client, query: string): Promise<readonly string[] | undefined> => {
  try {
    return await found(client, query + REPORTED);
  } catch (error) {
    if (grpcError(error)?.code === GrpcStatus.INVALID_ARGUMENT) return undefined;
    throw error;
  }
};

/** Workflows that are slow to describe must not hide what is known of the others, nor hold up whoever looks. */
const isFailing = async (client: Client, workflowId: string, until: number): Promise<boolean | 'unknown'> => {
  if (Date.now() >= until) return 'unknown';
  const deadline = Math.min(Date.now() + CALL_MS, until);
  try {
    const described = await client.withDeadline(deadline, () =>
      describedWorkflow(client.workflow.getHandle(workflowId)),
    );
    return (described?.raw.pendingWorkflowTask?.attempt ?? 0) >= ATTEMPTS;
  } catch (error) {
    if (isLate(error, deadline)) return 'unknown';
    throw error;
  }
};

/**
 * Workflows whose tasks fail: among those that the server reports and the 50 that began last; the 500 if it reports none.
 * They are described within `withinMs`, and what is not by then is unknown.
 */
export const failingTasks = async (
  client: Client,
  gateway: string,
  route?: string,
  withinMs = Infinity,
): Promise<FailingTasks> => {
  const query = queryOf(gateway, route);
  const told = await reported(client, query);
  const latest = await found(client, query, told === undefined ? ASKED : ASKED_BESIDE);
  const all = Array.from(new Set([...(told ?? []), ...latest]));
  const until = Date.now() + withinMs;
  const failing = await mapLimited(all, AT_ONCE, async (id) => ({ id, is: await isFailing(client, id, until) }));
  const late = failing.filter(({ is }) => is === 'unknown').length;
  // A server that reports them knows of all.
  const running = told === undefined && latest.length >= ASKED ? await runningCount(client, query) : 0;
  return {
    ids: failing.flatMap(({ id, is }) => (is === true ? [id] : [])).sort(),
    unknown: late + Math.max(0, running - all.length),
  };
};

/** What is found together with those that were asked and cannot answer: nothing has come for an idle key, and it looks well. */
export const withUnfit = (failing: FailingTasks, asked: readonly string[]): FailingTasks => {
  const unfit = asked.filter((id) => !failing.ids.includes(id));
  return unfit.length === 0 ? failing : { ...failing, ids: [...failing.ids, ...unfit].sort(), unfit };
};

const runningCount = async (client: Client, query: string): Promise<number> =>
  (await client.workflow.count(`${query} AND ExecutionStatus = 'Running'`)).count;
