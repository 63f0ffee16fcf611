// Whoever may write to Temporal sends to each kind of workflow what no program of Sluice sends.
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import {
  AGENT_UPDATE,
  AGENTS_QUERY,
  AGENTS_WORKFLOW,
  HELD_AGENTS_WORKFLOW,
  SCHEDULE_SIGNAL,
} from '../../../src/model/contract/agent-contract';
import { CALLBACK_UPDATE } from '../../../src/model/contract/callback-contract';
import {
  HANDOVER_SIGNAL,
  HELD_WORKFLOW,
  LEAVE_SIGNAL,
  RECORDS_SIGNAL,
  RELEASE_SIGNAL,
  RETRY_UPDATE,
  SKIP_UPDATE,
  STATE_QUERY,
} from '../../../src/model/contract/contract';
import { OUTBOX_WORKFLOW } from '../../../src/model/contract/outbox-contract';
import {
  RECALL_UPDATE,
  SHELF_WORKFLOW,
  SHELVE_UPDATE,
  SHELVED_QUERY,
  TAKE_UPDATE,
} from '../../../src/model/contract/shelf-contract';
import {
  CHAINS_QUERY,
  EDIT_UPDATE,
  HEAD_QUERY,
  PAUSE_UPDATE,
  RESUME_UPDATE,
} from '../../../src/model/keys/key-commands';
import { REDRIVE_QUERY, REDRIVE_UPDATE } from '../../../src/model/contract/redrive';
import { ROUTE_SIGNAL, ROUTE_WORKFLOW } from '../../../src/model/routes/route-control';
import { eventually } from '../../../harness/eventually';
import { WIDE } from '../width';
import { HOSTILE_ARGUMENTS } from './hostile-arguments';

/** What each workflow listens to; other names are no handlers of it, and Updates would wait for one without end. */
const LISTENERS = {
  host: {
    signals: [RECORDS_SIGNAL, HANDOVER_SIGNAL],
    updates: [
      ...[RETRY_UPDATE, SKIP_UPDATE, EDIT_UPDATE, PAUSE_UPDATE],
      ...[RESUME_UPDATE, CALLBACK_UPDATE, REDRIVE_UPDATE],
    ],
    queries: [CHAINS_QUERY, HEAD_QUERY, STATE_QUERY, REDRIVE_QUERY],
  },
  held: { signals: [RECORDS_SIGNAL], updates: [], queries: [] },
  agents: { signals: [SCHEDULE_SIGNAL], updates: [AGENT_UPDATE], queries: [AGENTS_QUERY] },
  heldAgents: { signals: [RELEASE_SIGNAL], updates: [], queries: [] },
  outbox: { signals: [], updates: [], queries: [] },
  route: { signals: [ROUTE_SIGNAL], updates: [], queries: [] },
  shelf: { signals: [], updates: [SHELVE_UPDATE, TAKE_UPDATE, RECALL_UPDATE], queries: [SHELVED_QUERY] },
} as const;

export type AttackedKind = keyof typeof LISTENERS;

/** Of each hundred kinds of wrong arguments a few show the promise; unit tests try them all. */
const ARGUMENTS = HOSTILE_ARGUMENTS.filter((_arguments, index) => WIDE || index % 4 === 2);

/** Sends everything and expects that nothing of it is taken; some of it asks in the right form for what is not there. */
export const attack = async (client: Client, workflowId: string, kind: AttackedKind): Promise<void> => {
  const handle = client.workflow.getHandle(workflowId);
  const { signals, updates, queries } = LISTENERS[kind];
  const { runId } = await handle.describe();
  const sent = signals.flatMap((name) => ARGUMENTS.map((args) => handle.signal(name, ...(args as []))));
  await Promise.all(sent);
  const asked = ARGUMENTS.flatMap((args) => [
    ...updates.map((name) => () => handle.executeUpdate(name, { args: [...args] as [] })),
    ...queries.map((name) => () => handle.query(name, ...(args as []))),
  ]);
  const answers = await Promise.allSettled(asked.map((ask) => ask()));
  const taken = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(taken.filter((value) => JSON.stringify(value ?? []) !== '[]')).toEqual([]);
  for (const args of ARGUMENTS) await handle.signal(LEAVE_SIGNAL, ...(args as []));
  await eventually(async () => {
    expect((await handle.describe()).runId).not.toBe(runId);
  });
  for (const run of [runId, undefined]) expect([kind, await failedTasks(client, workflowId, run)]).toEqual([kind, 0]);
};

/** Workflows beside those that host keys, with the inputs that they are begun with. */
export const helpersOf = (
  gateway: string,
): Readonly<Record<Exclude<AttackedKind, 'host'>, readonly [string, object]>> => {
  const agents = { gateway, definition: 'd', hosting: { kind: 'shared', host: 0, of: 1 }, window: 9 };
  const closed = { workflowId: `${gateway}/main/x`, closedRunId: 'r' };
  return {
    held: [HELD_WORKFLOW, { gateway, route: 'main', ...closed }],
    agents: [AGENTS_WORKFLOW, agents],
    heldAgents: [HELD_AGENTS_WORKFLOW, { ...closed, host: agents }],
    outbox: [OUTBOX_WORKFLOW, { gateway, writer: 7, sessions: 0 }],
    route: [ROUTE_WORKFLOW, { gateway, route: 'main' }],
    shelf: [SHELF_WORKFLOW, { gateway, route: 'main' }],
  };
};

const UNHANDLED_COMMAND = temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

/** Of one run, or of the last one. */
export const failedTasks = async (client: Client, workflowId: string, runId?: string): Promise<number> => {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return (events ?? []).filter(
    // The server itself takes a task back if a signal comes while the run continues as new.
    ({ workflowTaskFailedEventAttributes: failed }) => failed != null && failed.cause !== UNHANDLED_COMMAND,
  ).length;
};
