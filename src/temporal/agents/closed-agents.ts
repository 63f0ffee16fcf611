// I7: a host of poll agents that was closed (terminated, failed) is not replaced by an empty one. What it would have
// carried on with is read from its closed run, and a workflow beside it keeps that until an operator restarts the host.
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { describedWorkflow } from '../described-workflow';
import { readClosedRun } from '../keys/closed-run';
import {
  HELD_AGENTS_WORKFLOW,
  type AgentsCarried,
  type AgentsInput,
  type HeldAgentsInput,
} from '../../model/contract/agent-contract';
import { heldAgentsId } from '../../model/names/agent-names';
import { RELEASE_SIGNAL, SNAPSHOT_QUERY } from '../../model/contract/contract';

const CALL_MS = 10_000;
/** A worker must replay the whole history of the closed run within this time. */
const SNAPSHOT_MS = 60_000;
/** Memo field that names the closed run whose agents a workflow holds. */
const CLOSED_RUN = 'closedRunId';

/** The state of a workflow of agents; undefined if the server knows none (any more). */
export type HostStanding =
  | { readonly kind: 'running'; readonly runId: string }
  | { readonly kind: 'closed'; readonly runId: string; readonly status: string };

const described = (client: Client, workflowId: string): Promise<WorkflowExecutionDescription | undefined> =>
  client.withDeadline(Date.now() + CALL_MS, () => describedWorkflow(client.workflow.getHandle(workflowId)));

export const hostStanding = async (client: Client, workflowId: string): Promise<HostStanding | undefined> => {
  const host = await described(client, workflowId);
  if (host === undefined) return undefined;
  const { runId, status } = host;
  return status.name === 'RUNNING' ? { kind: 'running', runId } : { kind: 'closed', runId, status: status.name };
};

/** The closed run whose agents are held for a host; undefined if none are. Cheap, because workers ask repeatedly. */
export const heldRun = async (client: Client, hostId: string): Promise<string | undefined> => {
  const held = await described(client, heldAgentsId(hostId));
  return held?.status.name === 'RUNNING' ? (held.memo?.[CLOSED_RUN] as string | undefined) : undefined;
};

/** Returns what is held for a host; undefined if nothing is. Needs no worker. */
export const heldAgents = async (client: Client, hostId: string): Promise<HeldAgentsInput | undefined> => {
  const held = await described(client, heldAgentsId(hostId));
  if (held?.status.name !== 'RUNNING') return undefined;
  const { input } = await readClosedRun<HeldAgentsInput>(client.workflow.getHandle(held.workflowId, held.runId));
  return input;
};

/** Returns the input that a closed run would have continued with. A run that never got a turn has only its own. */
export const closedAgents = async (client: Client, hostId: string, runId: string): Promise<AgentsInput> => {
  const handle = client.workflow.getHandle(hostId, runId);
  const { input, tasksCompleted } = await readClosedRun<AgentsInput>(handle);
  if (tasksCompleted === 0) return input;
  const carried = await client.withDeadline(Date.now() + SNAPSHOT_MS, () =>
    handle.query<AgentsCarried>(SNAPSHOT_QUERY),
  );
  return { ...input, carried };
};

/** Releases what is held for this closed run, if it still is. */
export const releaseAgents = async (client: Client, hostId: string, closedRunId: string): Promise<void> => {
  try {
    await client.workflow.getHandle(heldAgentsId(hostId)).signal(RELEASE_SIGNAL, closedRunId);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
};

/** Makes sure that the agents of the closed run are held. Returns false if it had to release others first. */
export const holdAgents = async (
  client: Client,
  hostId: string,
  closedRunId: string,
  taskQueue: string,
): Promise<boolean> => {
  const held = await heldRun(client, hostId);
  if (held === closedRunId) return true;
  if (held !== undefined) {
    // An earlier restart held these and ended before it could say that it is done.
    await releaseAgents(client, hostId, held);
    return false;
  }
  const host = await closedAgents(client, hostId, closedRunId);
  const input: HeldAgentsInput = { workflowId: hostId, closedRunId, host };
  try {
    await client.workflow.start(HELD_AGENTS_WORKFLOW, {
      workflowId: heldAgentsId(hostId),
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: `poll agents ${host.definition}, held`,
      memo: { [CLOSED_RUN]: closedRunId },
    });
  } catch (error) {
    // Another worker was faster.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return true;
};
