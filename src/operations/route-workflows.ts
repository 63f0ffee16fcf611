// What Temporal's visibility knows about a route. It lags slightly behind the workflows and needs no worker.
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { HELD_WORKFLOW, STATUS_ATTRIBUTE } from '../model/contract/contract';
import { CAUSE_ATTRIBUTE, DESTINATION_ATTRIBUTE } from '../model/names/search-attributes';
import { heldWorkflowId, routePrefix } from '../model/names/workflow-id';
import { defined } from '../model/defined';

const HELD_MARK = heldWorkflowId('', '');
const CALL_MS = 10_000;
const VISIBLE_PAGE = 200;

/**
 * Selects a route's running workflows; `noted` are those that are parked, paused, retrying or postponed, and `moving`
 * the last two, which go on by themselves.
 */
export type WorkflowKind =
  'hosts' | 'parked' | 'paused' | 'retrying' | 'postponed' | 'moving' | 'noted' | 'held' | 'all';

const CONDITIONS: Readonly<Record<WorkflowKind, string>> = {
  hosts: ` AND WorkflowType != '${HELD_WORKFLOW}'`,
  parked: ` AND ${STATUS_ATTRIBUTE} = 'parked'`,
  paused: ` AND ${STATUS_ATTRIBUTE} = 'paused'`,
  retrying: ` AND ${STATUS_ATTRIBUTE} = 'retrying'`,
  postponed: ` AND ${STATUS_ATTRIBUTE} = 'postponed'`,
  moving: ` AND ${STATUS_ATTRIBUTE} IN ('retrying', 'postponed')`,
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
  /** Why it does not move; workflows that do not say why are found, too. */
  readonly cause?: string;
}

/** A workflow as visibility shows it. */
export interface VisibleWorkflow {
  readonly workflowId: string;
  /** `parked`, `paused`, `retrying`, `postponed` or undefined. */
  readonly status: string | undefined;
  readonly destinations: readonly string[];
  /** Empty also where workflows do not tell: see `CAUSE_ATTRIBUTE`. */
  readonly causes: readonly string[];
  /** Milliseconds since the epoch. That of a held-key workflow is when its first record came. */
  readonly started: number | undefined;
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
const query = ({ gateway, route, kind, destination, cause }: RouteQuery): string =>
  `ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${prefixOf(gateway, route)}'${CONDITIONS[kind]}` +
  (destination === undefined ? '' : ` AND ${DESTINATION_ATTRIBUTE} = ${quoted(destination)}`) +
  (cause === undefined ? '' : ` AND (${CAUSE_ATTRIBUTE} = ${quoted(cause)} OR ${CAUSE_ATTRIBUTE} IS NULL)`);

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
  const workflows = executions.map(({ execution, searchAttributes, startTime }) => {
    const told = (attribute: string): readonly string[] =>
      textsOf(searchAttributes?.indexedFields?.[attribute] ?? undefined);
    return {
      workflowId: execution?.workflowId ?? '',
      status: told(STATUS_ATTRIBUTE)[0],
      destinations: told(DESTINATION_ATTRIBUTE),
      causes: told(CAUSE_ATTRIBUTE),
      started: millisecondsOf(startTime),
    };
  });
  return { workflows, next: nextPageToken.length === 0 ? undefined : nextPageToken };
};

const millisecondsOf = (
  time: { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined,
): number | undefined =>
  time == null ? undefined : Number(time.seconds ?? 0) * 1_000 + Math.floor((time.nanos ?? 0) / 1_000_000);

/** Some servers return a Keyword as a list of one, or a list of one as a Keyword. */
const textsOf = (payload: Payload | undefined): readonly string[] => {
  if (payload === undefined) return [];
  const value = defaultPayloadConverter.fromPayload<unknown>(payload);
  return [value].flat().filter((text) => typeof text === 'string');
};

/** Returns the closed workflow that a held-key workflow stands in for; undefined if the id is of another kind. */
export const heldWorkflow = (heldId: string): HeldWorkflow | undefined => {
  const mark = heldId.lastIndexOf(HELD_MARK);
  if (mark <= 0) return undefined;
  return { heldId, workflowId: heldId.slice(0, mark), closedRunId: heldId.slice(mark + HELD_MARK.length) };
};
