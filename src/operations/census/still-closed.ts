import type { Client } from '@temporalio/client';
import { quoted } from '../route-workflows';

/** Closed runs that are looked at, newest first; most belong to workflows that were restarted since. */
const RUNS = 1_000;
const IDS_AT_ONCE = 100;

export interface StillClosed {
  readonly ids: ReadonlySet<string>;
  /** False if there are more closed runs than were looked at. */
  readonly complete: boolean;
}

/**
 * Finds the workflows whose last run somebody closed, by a query for closed runs. Visibility knows enough: no workflow
 * is asked.
 */
export const stillClosed = async (client: Client, query: string): Promise<StillClosed> => {
  const { closed, complete } = await lastClosed(client, query);
  await dropReopened(client, closed);
  return { ids: new Set(closed.keys()), complete };
};

/** When the last run that was closed began, by workflow. */
const lastClosed = async (
  client: Client,
  query: string,
): Promise<{ readonly closed: Map<string, Date>; readonly complete: boolean }> => {
  const closed = new Map<string, Date>();
  let runs = 0;
  for await (const { workflowId, startTime } of client.workflow.list({ query })) {
    const known = closed.get(workflowId);
    if (known === undefined || startTime > known) closed.set(workflowId, startTime);
    runs += 1;
    if (runs === RUNS) return { closed, complete: false };
  }
  return { closed, complete: true };
};

/** Those that were restarted, or have ended well since, are well. */
const dropReopened = async (client: Client, closed: Map<string, Date>): Promise<void> => {
  const ids = [...closed.keys()];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const some = ids
      .slice(at, at + IDS_AT_ONCE)
      .map(quoted)
      .join(', ');
    const query = `WorkflowId IN (${some}) AND ExecutionStatus IN ('Running', 'Completed')`;
    for await (const { workflowId, startTime } of client.workflow.list({ query })) {
      const last = closed.get(workflowId);
      if (last !== undefined && startTime > last) closed.delete(workflowId);
    }
  }
};
