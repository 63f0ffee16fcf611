import { status as GrpcStatus } from '@grpc/grpc-js';
import {
  isGrpcCancelledError,
  isGrpcDeadlineError,
  QueryRejectedError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { GatewayError } from '../../errors';
import { grpcError } from '../../temporal/grpc-error';
import { wholeCommands } from '../keys/whole-commands';

/** The server answers this at once if no worker has asked for work lately. */
const noPoller = (error: unknown): boolean => grpcError(error)?.code === GrpcStatus.FAILED_PRECONDITION;

/** Says in words why an agent's host did not answer: `not-found`, `no-answer`. Other errors are returned unchanged. */
export const agentProblem = (workflowId: string, error: unknown): unknown => {
  if (error instanceof WorkflowNotFoundError) {
    const words =
      `${workflowId} is not running: start a worker of the gateway, which starts it. ` +
      'If someone closed it, `sluice agents restart` continues its agents.';
    return new GatewayError('not-found', wholeCommands(words, workflowId), { cause: error });
  }
  const silent =
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof QueryRejectedError || noPoller(error);
  // A call that its deadline ended may be called cancelled: see `isLate`.
  if (!silent && !isGrpcDeadlineError(error) && !isGrpcCancelledError(error)) return error;
  const message = `${workflowId} did not answer in time. Is a worker of the gateway running?`;
  return new GatewayError('no-answer', message, { cause: error, retryable: true });
};

export const closedProblem = (workflowId: string): GatewayError =>
  new GatewayError(
    'refused',
    wholeCommands(
      `${workflowId} was closed, so its agents do not poll: \`sluice agents restart\` continues them from where they were.`,
      workflowId,
    ),
  );
