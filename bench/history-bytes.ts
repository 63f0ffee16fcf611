import type { Client } from '@temporalio/client';

/** Describing one costs the server about a millisecond. */
const AT_ONCE = 20;

/** Bytes of all histories of the workflows whose ids begin with `name`, closed ones included. */
export const historyBytes = async (client: Client, name: string): Promise<number> => {
  let sum = 0;
  const describing = new Set<Promise<void>>();
  // The names of benchmarks have letters, digits and hyphens only.
  for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId STARTS_WITH '${name}'` })) {
    const one = client.workflow
      .getHandle(workflowId, runId)
      .describe()
      .then(({ historySize = 0 }) => {
        sum += historySize;
        describing.delete(one);
      });
    describing.add(one);
    if (describing.size >= AT_ONCE) await Promise.race(describing);
  }
  await Promise.all(describing);
  return sum;
};
