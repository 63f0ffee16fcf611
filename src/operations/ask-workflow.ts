import {
  QueryNotRegisteredError,
  QueryRejectedError,
  ServiceError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { AskingTime } from './asking-time';

const ANSWER_MS = 5_000;

/**
 * Queries a workflow. Returns undefined if it does not answer: no worker runs or has the time, the run is gone, or its
 * type has no such query. Other errors are thrown.
 */
export const askWorkflow = async <T>(
  client: Client,
  workflowId: string,
  query: string,
  ...args: readonly unknown[]
): Promise<T | undefined> => {
  const leftMs = AskingTime.leftMs(ANSWER_MS);
  if (leftMs <= 0) return undefined;
  try {
    return await client.withDeadline(Date.now() + leftMs, () =>
      client.workflow.getHandle(workflowId).query<T, unknown[]>(query, ...args),
    );
  } catch (error) {
    const silent = [QueryNotRegisteredError, QueryRejectedError, ServiceError, WorkflowNotFoundError];
    if (silent.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
};
