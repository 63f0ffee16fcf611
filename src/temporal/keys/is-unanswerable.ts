import { QueryNotRegisteredError } from '@temporalio/client';
import { grpcError } from '../grpc-error';

/** The server's words of a run whose last workflow task had failed, and which nobody can mend once it is closed. */
const TASK_FAILED = /workflow task in failed state/i;

/** True if a closed run's code refused to answer a query or cannot get there, so that no later attempt is better. */
export const isUnanswerable = (error: unknown): boolean =>
  error instanceof QueryNotRegisteredError || TASK_FAILED.test(grpcError(error)?.details ?? '');
