import {
  QueryNotRegisteredError,
  QueryRejectedError,
  ServiceError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { AskingTime } from './asking-time';
import { isUnfit } from './unfit';

const ANSWER_MS = 5_000;

export interface Answered<T> {
  readonly answer?: T;
  /** In the words of its worker, why the workflow cannot run. */
  readonly unfit?: string;
}

/**
 * Queries a workflow. There is no answer if no worker runs or has the time, the run is gone, its type has no such query, or
 * its handler does not fit what it has done. Other errors are thrown.
 */
export const askedWorkflow = async <T>(
  client: Client,
  workflowId: string,
  query: string,
  ...args: readonly unknown[]
): Promise<Answered<T>> => {
  const leftMs = AskingTime.leftMs(ANSWER_MS);
  if (leftMs <= 0) return {};
  try {
    const answer = await client.withDeadline(Date.now() + leftMs, () =>
      client.workflow.getHandle(workflowId).query<T, unknown[]>(query, ...args),
    );
    return { answer };
  } catch (error) {
    if (error instanceof QueryNotRegisteredError && isUnfit(error.message)) return { unfit: error.message };
    const silent = [QueryNotRegisteredError, QueryRejectedError, ServiceError, WorkflowNotFoundError];
    if (silent.some((kind) => error instanceof kind)) return {};
    throw error;
  }
};

/** The same, without why there is no answer. */
export const askWorkflow = async <T>(...asked: Parameters<typeof askedWorkflow>): Promise<T | undefined> =>
  (await askedWorkflow<T>(...asked)).answer;
