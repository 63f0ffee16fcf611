import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { errorText, GatewayError } from '../errors';
import { RETRY_UPDATE, SKIP_UPDATE, type KeyCommand } from '../model/contract';
import type { KeyTarget } from './key-target';
import { describeHost } from './show-key';

const ANSWER_MS = 15_000;
const UPDATES = { retry: RETRY_UPDATE, skip: SKIP_UPDATE } as const;

const notRunning = async (client: Client, workflowId: string, error: unknown): Promise<GatewayError> => {
  const { status, runId } = await describeHost(client, workflowId);
  const message = `${workflowId} does not run: run ${runId} is ${status.name}. \`sluice keys restart\` continues it.`;
  return new GatewayError('refused', message, { cause: error });
};

const inWords = async (client: Client, workflowId: string, error: unknown): Promise<unknown> => {
  if (error instanceof WorkflowUpdateFailedError) {
    // The validator's own words are in the cause; around them Temporal says only that the update failed.
    return new GatewayError('refused', errorText(error.cause ?? error), { cause: error });
  }
  if (error instanceof WorkflowNotFoundError) return notRunning(client, workflowId, error);
  if (
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    (isGrpcServiceError(error) && isGrpcDeadlineError(error))
  ) {
    const message = `${workflowId} did not answer within ${String(ANSWER_MS / 1_000)} s. Does a worker of the gateway run?`;
    return new GatewayError('no-answer', message, { cause: error, retryable: true });
  }
  return error;
};

/**
 * Lets a parked or retrying key try its record again, or leave the record out. `offset` refuses to act on another
 * record than the one the operator saw.
 * @throws GatewayError `refused` in the workflow's own words, `not-found`, `no-answer` when no worker runs.
 */
export const commandKey = async (
  client: Client,
  command: keyof typeof UPDATES,
  { workflowId }: KeyTarget,
  request: KeyCommand,
): Promise<void> => {
  try {
    await client.withDeadline(Date.now() + ANSWER_MS, () =>
      client.workflow.getHandle(workflowId).executeUpdate(UPDATES[command], { args: [request] }),
    );
  } catch (error) {
    throw await inWords(client, workflowId, error);
  }
};
