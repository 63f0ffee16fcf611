import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { STATUS_QUERY } from '../../model/contract/contract';
import { SHELF_WORKFLOW, type ShelfStatus } from '../../model/contract/shelf-contract';
import { shelfPrefix } from '../../model/names/workflow-id';
import { askWorkflow } from '../ask-workflow';
import { mapLimited } from '../../async/map-limited';

const AT_ONCE = 8;

export interface RetiredKeys {
  /** Keys on the shelves that answered. */
  readonly keys: number;
  /** False if the count is only a lower bound. */
  readonly complete: boolean;
  /** Shelves that somebody closed: the next key that needs one reopens it, while Temporal still knows it. */
  readonly closed: readonly string[];
}

/** Undefined if the keys of a route do not retire and none has. There are at most 64 shelves to ask. */
export const retiredKeys = async (
  client: Client,
  { name: gateway }: Pick<ResolvedConfig, 'name'>,
  { name, lanes, retireAfterMs }: Pick<ResolvedRoute, 'name' | 'lanes' | 'retireAfterMs'>,
): Promise<RetiredKeys | undefined> => {
  if (lanes > 0) return undefined;
  const prefix = shelfPrefix(gateway, name);
  const query = `WorkflowType = '${SHELF_WORKFLOW}' AND WorkflowId STARTS_WITH '${prefix}' AND ExecutionStatus != 'ContinuedAsNew'`;
  // A shelf that was reopened has closed runs, too.
  const open = new Map<string, boolean>();
  for await (const { workflowId, status } of client.workflow.list({ query })) {
    open.set(workflowId, open.get(workflowId) === true || status.name === 'RUNNING');
  }
  if (open.size === 0 && retireAfterMs === undefined) return undefined;
  const ids = [...open.keys()];
  const answers = await mapLimited(ids, AT_ONCE, (id) => askWorkflow<ShelfStatus>(client, id, STATUS_QUERY));
  const known = answers.filter((answer) => answer !== undefined);
  return {
    keys: known.reduce((sum, { retired }) => sum + retired, 0),
    complete: known.length === ids.length,
    closed: ids.filter((id) => open.get(id) === false),
  };
};
