import { WorkflowNotFoundError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import { GatewayError } from '../../errors';
import {
  STATE_QUERY,
  STATUS_QUERY,
  type ChainStatus,
  type Counters,
  type HeldStatus,
  type HostStatus,
} from '../../model/contract/contract';
import { SHELVED_QUERY, type ShelfEntry } from '../../model/contract/shelf-contract';
import { heldWorkflowId, shelfWorkflowId } from '../../model/names/workflow-id';
import { askWorkflow } from '../ask-workflow';
import { whyItCannotRun } from '../cannot-run';
import type { KeyTarget } from './key-target';
import { defined } from '../../model/defined';

const CALL_MS = 10_000;

export interface ShownKey {
  readonly workflowId: string;
  readonly runId: string;
  /** Temporal's own status: RUNNING, TERMINATED, ... */
  readonly workflowStatus: string;
  readonly startTime: Date;
  readonly chain?: string;
  /** Status of the key; absent if it has nothing to do or no worker answered. */
  readonly status?: ChainStatus;
  /** Counters of the workflow, which hosts many keys on a route with lanes. */
  readonly counters?: Counters;
  readonly waiting?: number;
  readonly parked?: number;
  /** The lane's keys that have work, if the lane itself was asked for. */
  readonly keys?: readonly ChainStatus[];
  /** Records that have waited since the workflow was closed; absent if there are none or no worker answered. */
  readonly held?: HeldStatus;
  /** When the key retired, in ISO 8601. */
  readonly retiredSince?: string;
  /** What the handler stores for the key. */
  readonly state?: unknown;
  /** False if no worker answered, so that this has only what Temporal's server knows. */
  readonly answered: boolean;
  /** Why the workflow cannot run, in the words of its worker. */
  readonly cannotRun?: string;
}

type RetiredKey = Pick<ShownKey, 'retiredSince' | 'answered' | 'counters' | 'waiting' | 'parked' | 'state'>;

/** @throws GatewayError `not-found` if no workflow of this id is known. */
export const describeHost = async (client: Client, workflowId: string): Promise<WorkflowExecutionDescription> => {
  try {
    return await client.withDeadline(Date.now() + CALL_MS, () => client.workflow.getHandle(workflowId).describe());
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const shelved = await shelvedKey(client, workflowId);
    const message =
      shelved === undefined
        ? `There is no workflow ${workflowId}: no record of this key has arrived, or Temporal's retention has removed it.`
        : `${workflowId} has been retired since ${new Date(shelved.since).toISOString()}, and Temporal has forgotten its last run. Its next record brings it back with its state.`;
    throw new GatewayError('not-found', message, { cause: error });
  }
};

/** Undefined if the key is not on its shelf or no worker answers. */
const shelvedKey = async (client: Client, workflowId: string): Promise<ShelfEntry | undefined> =>
  (await askWorkflow<ShelfEntry | null>(client, shelfWorkflowId(workflowId), SHELVED_QUERY, workflowId)) ?? undefined;

/** What its shelf tells about a retired key. */
const retiredKey = async (client: Client, workflowId: string): Promise<RetiredKey | undefined> => {
  const shelved = await shelvedKey(client, workflowId);
  if (shelved === undefined) return undefined;
  const { counters, chains: [own] = [] } = shelved.run?.input.carried ?? {};
  return {
    retiredSince: new Date(shelved.since).toISOString(),
    answered: true,
    ...(counters === undefined ? {} : { counters, waiting: 0, parked: 0 }),
    ...(own?.state === undefined ? {} : { state: own.state }),
  };
};

/** @throws GatewayError `not-found` */
export const showKey = async (client: Client, { workflowId, chain }: KeyTarget): Promise<ShownKey> => {
  const { runId, status, startTime } = await describeHost(client, workflowId);
  const retired = status.name === 'COMPLETED' ? await retiredKey(client, workflowId) : undefined;
  const described = { workflowId, runId, workflowStatus: status.name, startTime };
  if (retired !== undefined) return { ...described, ...retired, ...defined({ chain }) };
  const held =
    status.name === 'RUNNING'
      ? undefined
      : await askWorkflow<HeldStatus>(client, heldWorkflowId(workflowId, runId), STATUS_QUERY);
  const shown = {
    ...described,
    ...defined({ chain, held }),
  };
  const host = await askWorkflow<HostStatus>(client, workflowId, STATUS_QUERY);
  if (host === undefined) {
    const cannotRun = status.name === 'RUNNING' ? await whyItCannotRun(client, workflowId) : undefined;
    return { ...shown, answered: false, ...defined({ cannotRun }) };
  }
  const { counters, waiting, parked, chains } = host;
  const answer = { ...shown, counters, waiting, parked, answered: true };
  if (chain === undefined) return { ...answer, keys: chains };
  const own = chains.find((one) => one.chain === chain);
  const state = await askWorkflow<unknown>(client, workflowId, STATE_QUERY, chain);
  return {
    ...answer,
    ...defined({ status: own }),
    ...(state === undefined || state === null ? {} : { state }),
  };
};
