import {
  QueryNotRegisteredError,
  QueryRejectedError,
  ServiceError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';

const ANSWER_MS = 5_000;

/**
 * Queries a workflow. Returns undefined if it does not answer: no worker runs, the run is gone, or its type has no such
 * query. Other errors are thrown.
 */
export const askWorkflow = async <T>(
  client: Client,
  workflowId: string,
  query: string,
  ...args: readonly unknown[]
): Promise<T | undefined> => {
  try {
    return await client.withDeadline(Date.now() + ANSWER_MS, () =>
      client.workflow.getHandle(workflowId).query<T, unknown[]>(query, ...args),
    );
  } catch (error) {
    const silent = [QueryNotRegisteredError, QueryRejectedError, ServiceError, WorkflowNotFoundError];
    if (silent.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
};
