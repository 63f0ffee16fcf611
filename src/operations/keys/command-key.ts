import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { errorText, GatewayError } from '../../errors';
import { RETRY_UPDATE, SKIP_UPDATE, type KeyCommand } from '../../model/contract/contract';
import { EDIT_UPDATE, NOTHING_TO_DO, PAUSE_UPDATE, RESUME_UPDATE, type KeyAnswer } from '../../model/key-commands';
import type { KeyTarget } from './key-target';
import { describeHost } from './show-key';

const ANSWER_MS = 15_000;
const UPDATES = {
  retry: RETRY_UPDATE,
  skip: SKIP_UPDATE,
  edit: EDIT_UPDATE,
  pause: PAUSE_UPDATE,
  resume: RESUME_UPDATE,
} as const;
export type KeyVerb = keyof typeof UPDATES;

/** What a command came to. Not changed: what it asks for holds already, which the message says. */
export type KeyCommandResult =
  { readonly changed: true; readonly answer: KeyAnswer } | { readonly changed: false; readonly message: string };

const notRunning = async (client: Client, workflowId: string, error: unknown): Promise<GatewayError> => {
  const { status, runId } = await describeHost(client, workflowId);
  if (status.name === 'COMPLETED') {
    const message = `${workflowId} is retired, because its key had no record for long. Its next record brings it back with its state, and so does \`sluice keys restart\`.`;
    return new GatewayError('refused', message, { cause: error });
  }
  const message = `${workflowId} is not running: its run ${runId} is ${status.name}. \`sluice keys restart\` continues it.`;
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
    const message = `${workflowId} did not answer within ${ANSWER_MS / 1_000} s. Is a worker of the gateway running?`;
    return new GatewayError('no-answer', message, { cause: error, retryable: true });
  }
  return error;
};

/** In the workflow's words, when what the command asks for holds already. */
const nothingToDo = (error: unknown): string | undefined => {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  return cause instanceof ApplicationFailure && cause.type === NOTHING_TO_DO ? cause.message : undefined;
};

/**
 * Gives a command to the workflow of a key. Safe to give twice. `offset` refuses to act on another record than the one
 * the operator saw.
 * @throws GatewayError `refused` in the workflow's own words, `not-found`, `no-answer` when no worker runs.
 */
export const commandKey = async (
  client: Client,
  command: KeyVerb,
  { workflowId }: Pick<KeyTarget, 'workflowId'>,
  request: KeyCommand,
): Promise<KeyCommandResult> => {
  try {
    const answer = await client.withDeadline(Date.now() + ANSWER_MS, () =>
      client.workflow
        .getHandle(workflowId)
        // Workflows of older versions answer nothing.
        .executeUpdate<KeyAnswer | undefined, [KeyCommand]>(UPDATES[command], { args: [request] }),
    );
    return { changed: true, answer: answer ?? {} };
  } catch (error) {
    const message = nothingToDo(error);
    if (message !== undefined) return { changed: false, message };
    throw await inWords(client, workflowId, error);
  }
};
