// What Temporal's visibility knows of a route. It lags behind the workflows by moments, and needs no worker.
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { HELD_WORKFLOW, STATUS_ATTRIBUTE } from '../model/contract';
import { heldWorkflowId, routePrefix } from '../model/workflow-id';

const statusKey = defineSearchAttributeKey(STATUS_ATTRIBUTE, SearchAttributeType.KEYWORD);
const HELD_MARK = heldWorkflowId('', '');
const CALL_MS = 10_000;

/** Which of a route's running workflows; `noted` are those that are parked or retrying. */
export type WorkflowKind = 'hosts' | 'parked' | 'retrying' | 'noted' | 'held';

const CONDITIONS: Readonly<Record<WorkflowKind, string>> = {
  hosts: `WorkflowType != '${HELD_WORKFLOW}'`,
  parked: `${STATUS_ATTRIBUTE} = 'parked'`,
  retrying: `${STATUS_ATTRIBUTE} = 'retrying'`,
  noted: `${STATUS_ATTRIBUTE} IN ('parked', 'retrying')`,
  held: `WorkflowType = '${HELD_WORKFLOW}'`,
};

export interface HeldWorkflow {
  readonly heldId: string;
  /** The workflow that was closed. */
  readonly workflowId: string;
  readonly closedRunId: string;
}

/** Names of gateways and routes hold no quote, so nothing here needs one escaped. */
const query = (gateway: string, route: string, kind: WorkflowKind): string =>
  `ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${routePrefix(gateway, route)}' AND ${CONDITIONS[kind]}`;

export const countWorkflows = async (
  client: Client,
  gateway: string,
  route: string,
  kind: WorkflowKind,
): Promise<number> =>
  client.withDeadline(
    Date.now() + CALL_MS,
    async () => (await client.workflow.count(query(gateway, route, kind))).count,
  );

/** In no order that means anything. Ends when the caller stops asking. */
export const listWorkflows = (
  client: Client,
  gateway: string,
  route: string,
  kind: WorkflowKind,
): AsyncIterable<WorkflowExecutionInfo> => client.workflow.list({ query: query(gateway, route, kind), pageSize: 200 });

/** `parked`, `retrying` or undefined. */
export const notedStatus = ({ typedSearchAttributes }: WorkflowExecutionInfo): string | undefined =>
  typedSearchAttributes.get(statusKey);

/** The closed workflow that a held-key workflow stands in for; undefined when the id is of another kind. */
export const heldWorkflow = (heldId: string): HeldWorkflow | undefined => {
  const mark = heldId.lastIndexOf(HELD_MARK);
  if (mark <= 0) return undefined;
  return { heldId, workflowId: heldId.slice(0, mark), closedRunId: heldId.slice(mark + HELD_MARK.length) };
};
