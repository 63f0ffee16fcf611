// Gives commands to workflows, as updates, and puts a workflow's answer into words, for keys and for agents.
import { WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { errorText, GatewayError } from '../errors';
import { NOTHING_TO_DO } from '../model/keys/key-commands';
import { PATIENCE, untilAnswered, type Patience } from './until-answered';

/** The outcome of a command. If unchanged, what it asks for was so already, as the message says. */
export type Given<Answer> =
  { readonly changed: true; readonly answer: Answer } | { readonly changed: false; readonly message: string };

/**
 * Gives a command to a workflow. Giving it twice is safe.
 * @throws GatewayError `refused` in the workflow's own words, `under-way` if no worker answers; other errors unchanged.
 */
export const giveCommand = async <Answer>(
  client: Client,
  workflowId: string,
  update: string,
  command: object,
  patience: Patience = PATIENCE,
): Promise<Given<Answer>> => {
  const handle = client.workflow.getHandle(workflowId);
  try {
    const answer = await untilAnswered(client, workflowId, patience, ({ id, until }) =>
      handle.executeUpdate<Answer, [object]>(update, { args: [{ ...command, until }], updateId: id }),
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
