// Gives commands to workflows, as updates, and puts a workflow's answer into words, for keys and for agents.
import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { errorText, GatewayError } from '../errors';
import { NOTHING_TO_DO } from '../model/key-commands';

export const COMMAND_MS = 15_000;

/** The outcome of a command. If unchanged, what it asks for was so already, as the message says. */
export type Given<Answer> =
  { readonly changed: true; readonly answer: Answer } | { readonly changed: false; readonly message: string };

/**
 * Gives a command to a workflow. Giving it twice is safe.
 * @throws GatewayError `refused` in the workflow's own words; any other error unchanged.
 */
export const giveCommand = async <Answer>(
  client: Client,
  workflowId: string,
  update: string,
  command: object,
): Promise<Given<Answer>> => {
  try {
    const answer = await client.withDeadline(Date.now() + COMMAND_MS, () =>
      client.workflow.getHandle(workflowId).executeUpdate<Answer, [object]>(update, { args: [command] }),
    );
    return { changed: true, answer };
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const { cause } = error;
    if (cause instanceof ApplicationFailure && cause.type === NOTHING_TO_DO) {
      return { changed: false, message: cause.message };
    }
    throw refusal(error);
  }
};

/** The validator's own words are in the cause; Temporal's error around them says only that the update failed. */
export const refusal = (error: WorkflowUpdateFailedError): GatewayError =>
  new GatewayError('refused', errorText(error.cause ?? error), { cause: error });

/** Returns undefined if something else went wrong than that no answer came. */
export const silence = (workflowId: string, error: unknown): GatewayError | undefined => {
  const late = isGrpcServiceError(error) && isGrpcDeadlineError(error);
  if (!late && !(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) return undefined;
  const message = `${workflowId} did not answer within ${COMMAND_MS / 1_000} s. Is a worker of the gateway running?`;
  return new GatewayError('no-answer', message, { cause: error, retryable: true });
};
