// What Temporal's visibility knows about a route. It lags slightly behind the workflows and needs no worker.
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { HELD_WORKFLOW, STATUS_ATTRIBUTE } from '../model/contract/contract';
import { DESTINATION_ATTRIBUTE } from '../model/search-attributes';
import { heldWorkflowId, routePrefix } from '../model/workflow-id';
import { defined } from '../model/defined';

const HELD_MARK = heldWorkflowId('', '');
const CALL_MS = 10_000;
const VISIBLE_PAGE = 200;

/** Selects a route's running workflows; `noted` are those that are parked, paused, retrying or postponed. */
export type WorkflowKind = 'hosts' | 'parked' | 'paused' | 'retrying' | 'postponed' | 'noted' | 'held' | 'all';

const CONDITIONS: Readonly<Record<WorkflowKind, string>> = {
  hosts: ` AND WorkflowType != '${HELD_WORKFLOW}'`,
  parked: ` AND ${STATUS_ATTRIBUTE} = 'parked'`,
  paused: ` AND ${STATUS_ATTRIBUTE} = 'paused'`,
  retrying: ` AND ${STATUS_ATTRIBUTE} = 'retrying'`,
  postponed: ` AND ${STATUS_ATTRIBUTE} = 'postponed'`,
  noted: ` AND ${STATUS_ATTRIBUTE} IN ('parked', 'paused', 'retrying', 'postponed')`,
  held: ` AND WorkflowType = '${HELD_WORKFLOW}'`,
  all: '',
};

export interface HeldWorkflow {
  readonly heldId: string;
  /** The workflow that was closed. */
  readonly workflowId: string;
  readonly closedRunId: string;
}

export interface RouteQuery {
  readonly gateway: string;
  /** All routes if absent. */
  readonly route?: string;
  readonly kind: WorkflowKind;
  /** The destination at which the key's current record has failed, or for which it waits. */
  readonly destination?: string;
}

/** A workflow as visibility shows it. */
export interface VisibleWorkflow {
  readonly workflowId: string;
  /** `parked`, `paused`, `retrying`, `postponed` or undefined. */
  readonly status: string | undefined;
}

export interface VisiblePage {
  readonly workflows: readonly VisibleWorkflow[];
  /** Requests the next page; undefined after the last one. */
  readonly next: Uint8Array | undefined;
}

/** A text as visibility's queries have it. */
export const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

const prefixOf = (gateway: string, route: string | undefined): string =>
  route === undefined ? `${gateway}/` : routePrefix(gateway, route);

/** Needs no escaping: names of gateways and routes contain no quote. */
const query = ({ gateway, route, kind, destination }: RouteQuery): string =>
  `ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${prefixOf(gateway, route)}'${CONDITIONS[kind]}` +
  (destination === undefined ? '' : ` AND ${DESTINATION_ATTRIBUTE} = ${quoted(destination)}`);

export const countWorkflows = async (client: Client, asked: RouteQuery): Promise<number> =>
  client.withDeadline(Date.now() + CALL_MS, async () => (await client.workflow.count(query(asked))).count);

/** Yields workflows in arbitrary order. Stops when the caller stops asking. */
export const listWorkflows = (
  client: Client,
  gateway: string,
  route: string,
  kind: WorkflowKind,
): AsyncIterable<WorkflowExecutionInfo> =>
  client.workflow.list({ query: query({ gateway, route, kind }), pageSize: VISIBLE_PAGE });

/** Returns one page, newest workflows first. */
export const pageOfWorkflows = async (
  client: Client,
  asked: RouteQuery,
  size: number,
  after: Uint8Array | undefined,
): Promise<VisiblePage> => {
  const { executions, nextPageToken } = await client.withDeadline(Date.now() + CALL_MS, () =>
    client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query: query(asked),
      pageSize: size,
      ...defined({ nextPageToken: after }),
    }),
  );
  const workflows = executions.map(({ execution, searchAttributes }) => {
    const payload = searchAttributes?.indexedFields?.[STATUS_ATTRIBUTE];
    const status = payload == null ? undefined : statusOf(defaultPayloadConverter.fromPayload<unknown>(payload));
    return { workflowId: execution?.workflowId ?? '', status };
  });
  return { workflows, next: nextPageToken.length === 0 ? undefined : nextPageToken };
};

/** Some servers return a Keyword as a list of one. */
const statusOf = (value: unknown): string | undefined => {
  const single: unknown = Array.isArray(value) ? value[0] : value;
  return typeof single === 'string' ? single : undefined;
};

/** Returns the closed workflow that a held-key workflow stands in for; undefined if the id is of another kind. */
export const heldWorkflow = (heldId: string): HeldWorkflow | undefined => {
  const mark = heldId.lastIndexOf(HELD_MARK);
  if (mark <= 0) return undefined;
  return { heldId, workflowId: heldId.slice(0, mark), closedRunId: heldId.slice(mark + HELD_MARK.length) };
};
