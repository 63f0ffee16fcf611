import { WorkflowNotFoundError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import { GatewayError } from '../errors';
import {
  STATE_QUERY,
  STATUS_QUERY,
  type ChainStatus,
  type Counters,
  type HeldStatus,
  type HostStatus,
} from '../model/contract';
import { heldWorkflowId } from '../model/workflow-id';
import { askWorkflow } from './ask-workflow';
import type { KeyTarget } from './key-target';

const CALL_MS = 10_000;

export interface ShownKey {
  readonly workflowId: string;
  readonly runId: string;
  /** Temporal's: RUNNING, TERMINATED, ... */
  readonly workflowStatus: string;
  readonly startTime: Date;
  readonly chain?: string;
  /** Of the key; absent when it has nothing to do, or when no worker answered. */
  readonly status?: ChainStatus;
  /** Of the workflow, which hosts many keys on a route with lanes. */
  readonly counters?: Counters;
  readonly waiting?: number;
  readonly parked?: number;
  /** The lane's keys that have work; only when the lane itself is asked for. */
  readonly keys?: readonly ChainStatus[];
  /** Records that wait since the workflow was closed; absent where none has come, or no worker answered. */
  readonly held?: HeldStatus;
  /** What the handler keeps for the key. */
  readonly state?: unknown;
  /** False: no worker answered, so that only what Temporal's server knows is here. */
  readonly answered: boolean;
}

/** @throws GatewayError `not-found` when no workflow of this id is known. */
export const describeHost = async (client: Client, workflowId: string): Promise<WorkflowExecutionDescription> => {
  try {
    return await client.withDeadline(Date.now() + CALL_MS, () => client.workflow.getHandle(workflowId).describe());
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const message = `There is no workflow ${workflowId}: no record of this key has arrived, or Temporal's retention has removed it.`;
    throw new GatewayError('not-found', message, { cause: error });
  }
};

/** @throws GatewayError `not-found` */
export const showKey = async (client: Client, { workflowId, chain }: KeyTarget): Promise<ShownKey> => {
  const { runId, status, startTime } = await describeHost(client, workflowId);
  const held =
    status.name === 'RUNNING'
      ? undefined
      : await askWorkflow<HeldStatus>(client, heldWorkflowId(workflowId, runId), STATUS_QUERY);
  const shown = {
    workflowId,
    runId,
    workflowStatus: status.name,
    startTime,
    ...(chain === undefined ? {} : { chain }),
    ...(held === undefined ? {} : { held }),
  };
  const host = await askWorkflow<HostStatus>(client, workflowId, STATUS_QUERY);
  if (host === undefined) return { ...shown, answered: false };
  const { counters, waiting, parked, chains } = host;
  const answer = { ...shown, counters, waiting, parked, answered: true };
  if (chain === undefined) return { ...answer, keys: chains };
  const own = chains.find((one) => one.chain === chain);
  const state = await askWorkflow<unknown>(client, workflowId, STATE_QUERY, chain);
  return {
    ...answer,
    ...(own === undefined ? {} : { status: own }),
    ...(state === undefined || state === null ? {} : { state }),
  };
};
