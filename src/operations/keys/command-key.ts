import { status as GrpcStatus } from '@grpc/grpc-js';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { wholeCommands } from './whole-commands';
import { GatewayError } from '../../errors';
import { RETRY_UPDATE, SKIP_UPDATE, type KeyCommand } from '../../model/contract/contract';
import {
  EDIT_UPDATE,
  PAUSE_UPDATE,
  RESUME_UPDATE,
  type KeyAnswer,
  type RetryCommand,
} from '../../model/keys/key-commands';
import { cannotRunWords, noAnswer, NOTHING_CHANGED, whyItCannotRun } from '../cannot-run';
import { giveCommand, type Given } from '../give-command';
import type { Patience } from '../until-answered';
import { grpcError } from '../../temporal/grpc-error';
import type { KeyTarget } from './key-target';
import { describeHost } from './show-key';

const UPDATES = {
  retry: RETRY_UPDATE,
  skip: SKIP_UPDATE,
  edit: EDIT_UPDATE,
  pause: PAUSE_UPDATE,
  resume: RESUME_UPDATE,
} as const;
export type KeyVerb = keyof typeof UPDATES;

export type KeyCommandResult = Given<KeyAnswer>;

/** Why the workflow of a key takes no command. */
export const notRunning = async (client: Client, workflowId: string, error?: unknown): Promise<GatewayError> => {
  const { status, runId } = await describeHost(client, workflowId);
  if (status.name === 'COMPLETED') {
    const words = `${workflowId} is retired, because its key had no record for long. Its next record brings it back with its state, and so does \`sluice keys restart\`.`;
    return new GatewayError('refused', wholeCommands(words, workflowId), { cause: error });
  }
  const words = `${workflowId} is not running: its run ${runId} is ${status.name}. \`sluice keys restart\` continues it.`;
  return new GatewayError('refused', wholeCommands(words, workflowId), { cause: error });
};

/** A workflow that cannot run lets commands lie, or its server refuses them after a while. */
const inWordsOf = async (client: Client, workflowId: string, error: unknown): Promise<unknown> => {
  if (grpcError(error)?.code === GrpcStatus.FAILED_PRECONDITION) {
    return (await whyItCannotRun(client, workflowId)) === undefined
      ? error
      : await noAnswer(client, workflowId, NOTHING_CHANGED);
  }
  if (!(error instanceof GatewayError) || error.code !== 'under-way') return error;
  const why = await whyItCannotRun(client, workflowId);
  if (why === undefined) return error;
  const { until = 'some seconds' } = error;
  const message = `${cannotRunWords(workflowId, why)} The command is withdrawn by itself after ${until}, unless a worker that fits starts before.`;
  return new GatewayError('under-way', message, { cause: error, retryable: true, until });
};

/**
 * Gives a command to the workflow of a key. Giving it twice is safe. With `offset`, the command does not act on any
 * other record than the one the operator saw.
 * @throws GatewayError `refused` in the workflow's own words, `not-found`, or `under-way` if no worker answers.
 */
export const commandKey = async (
  client: Client,
  command: KeyVerb,
  { workflowId }: Pick<KeyTarget, 'workflowId'>,
  request: KeyCommand | RetryCommand,
  patience?: Patience,
): Promise<KeyCommandResult> => {
  try {
    // Workflows of older versions return nothing.
    const given = await giveCommand<KeyAnswer | undefined>(client, workflowId, UPDATES[command], request, patience);
    return given.changed ? { changed: true, answer: given.answer ?? {} } : given;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw await notRunning(client, workflowId, error);
    throw await inWordsOf(client, workflowId, error);
  }
};
