// Reads and writes the shelves of retired keys. Every call is safe to repeat: see model/shelf.ts.
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
  type Workflow,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { REFUSED } from '../../model/keys/key-commands';
import { describedWorkflow } from '../described-workflow';
import { readClosedRun } from './closed-run';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { SNAPSHOT_QUERY, type HostInput } from '../../model/contract/contract';
import {
  RECALL_UPDATE,
  SHELF_WORKFLOW,
  SHELVE_UPDATE,
  TAKE_UPDATE,
  type RecallRequest,
  type ShelfInput,
  type ShelveAnswer,
  type ShelvedRun,
  type TakeAnswer,
  type TakeRequest,
} from '../../model/contract/shelf-contract';
import { shelfPrefix, shelfWorkflowId } from '../../model/names/workflow-id';

/** This is far below the time that marks are kept: a later call would not be recognized. */
const CALL_MS = 10_000;

/**
 * Starts the shelf with the first key put on it. What it refuses, such as a state that is nested too deeply, stays with
 * its key, as if the shelf were full. @throws until the shelf has answered; try again.
 */
export const putOnShelf = async (client: Client, run: ShelvedRun): Promise<ShelveAnswer> => {
  try {
    return await writeShelf(client, run, run.taskQueue, SHELVE_UPDATE, run);
  } catch (error) {
    if (isRefused(error)) return 'full';
    throw error;
  }
};

const isRefused = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === REFUSED;

/** @throws until the shelf has answered; try again. */
export const recallFromShelf = (client: Client, taskQueue: string, request: RecallRequest): Promise<void> =>
  writeShelf(client, request, taskQueue, RECALL_UPDATE, request);

/** @throws until the shelf has answered; try again. */
export const takeFromShelf = async (client: Client, request: TakeRequest): Promise<TakeAnswer> => {
  const shelfId = shelfWorkflowId(request.workflowId);
  try {
    return await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.getHandle(shelfId).executeUpdate<TakeAnswer, [TakeRequest]>(TAKE_UPDATE, { args: [request] }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    if ((await describedWorkflow(client.workflow.getHandle(shelfId))) === undefined) return { kind: 'none' };
    return await openAgain(client, shelfId);
  }
};

/**
 * What the workflows of a route's keys are told when they start. If keys no longer retire, some may still be on a
 * shelf, and they come back all the same.
 */
export const retirementOf = async (
  client: Client,
  gateway: string,
  { name, lanes, retireAfterMs }: Pick<ResolvedRoute, 'name' | 'lanes' | 'retireAfterMs'>,
): Promise<Pick<HostInput, 'shelves' | 'retireAfterMs'>> => {
  if (retireAfterMs !== undefined) return { shelves: true, retireAfterMs };
  if (lanes > 0) return {};
  const query = `WorkflowType = '${SHELF_WORKFLOW}' AND WorkflowId STARTS_WITH '${shelfPrefix(gateway, name)}'`;
  return (await client.workflow.count(query)).count > 0 ? { shelves: true } : {};
};

const writeShelf = async <T>(
  client: Client,
  { workflowId }: { readonly workflowId: string },
  taskQueue: string,
  update: string,
  argument: unknown,
): Promise<T> => {
  const [gateway = '', route = ''] = workflowId.split('/', 2);
  const shelfId = shelfWorkflowId(workflowId);
  const input: ShelfInput = { gateway, route };
  const startWorkflowOperation = new WithStartWorkflowOperation<Workflow>(SHELF_WORKFLOW, {
    workflowId: shelfId,
    taskQueue,
    args: [input],
    // A shelf that somebody closed is not followed by an empty one.
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `${route}: retired keys`,
  });
  try {
    return await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.executeUpdateWithStart<Workflow, T, [unknown]>(update, {
        args: [argument],
        startWorkflowOperation,
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return await openAgain(client, shelfId);
  }
};

/** Continues a shelf that somebody closed, with everything on it (I7). Always throws: the caller must ask again. */
const openAgain = async (client: Client, shelfId: string): Promise<never> => {
  const { runId, status } = await client.workflow.getHandle(shelfId).describe();
  if (status.name !== 'RUNNING') {
    const handle = client.workflow.getHandle(shelfId, runId);
    const run = await readClosedRun<ShelfInput>(handle);
    const input = run.tasksCompleted === 0 ? run.input : await handle.query<ShelfInput>(SNAPSHOT_QUERY);
    await client.workflow.start(SHELF_WORKFLOW, {
      workflowId: shelfId,
      taskQueue: run.taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    });
  }
  throw new Error(`The shelf ${shelfId} was closed (run ${runId}) and is now continued.`);
};
