import type { Client } from '@temporalio/client';

/** Closed runs of a workflow id. */
export const runsContinued = async (client: Client, workflowId: string): Promise<number> => {
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'ContinuedAsNew'`;
  return (await client.workflow.count(query)).count;
};
