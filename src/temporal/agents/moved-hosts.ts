import type { Client } from '@temporalio/client';
import { GatewayError } from '../../errors';
import { agentsPrefix } from '../../model/names/agent-names';
import { AGENTS_WORKFLOW } from '../../model/contract/agent-contract';

/**
 * Agents do not move: with another number of hosts, the old hosts would still have theirs. Returns why the agents of a
 * definition must not run on `hosts`, or undefined if they may.
 */
export const movedHosts = async (
  client: Client,
  gateway: string,
  definition: string,
  hosts: readonly string[],
): Promise<GatewayError | undefined> => {
  const prefix = agentsPrefix(gateway, definition);
  const query = `WorkflowType = '${AGENTS_WORKFLOW}' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${prefix}'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    if (hosts.includes(workflowId) || (workflowId !== prefix && !workflowId.startsWith(`${prefix}/`))) continue;
    return new GatewayError(
      'refused',
      `Expected agents.${definition} to have the same hosts as before, but ${workflowId} is running. Agents do not move: ` +
        'set `hosts` and `parameters` to what they were, or remove the agents of that workflow and terminate it.',
    );
  }
  return undefined;
};
