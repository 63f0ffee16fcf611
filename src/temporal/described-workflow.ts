import { WorkflowNotFoundError, type WorkflowExecutionDescription, type WorkflowHandle } from '@temporalio/client';

/** The run of a handle, or the last one; undefined if the server knows none (any more). */
export const describedWorkflow = async (
  handle: Pick<WorkflowHandle, 'describe'>,
): Promise<WorkflowExecutionDescription | undefined> => {
  try {
    return await handle.describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
};
