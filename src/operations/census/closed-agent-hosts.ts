import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { AGENTS_WORKFLOW } from '../../model/contract/agent-contract';
import { hostIdsOf } from '../../temporal/agents/start-agents';
import { CLOSED_BY_SOMEBODY } from '../closed-hosts';
import { stillClosed } from './still-closed';

/** How many hosts of poll agents somebody closed, by the definition that has them: their agents do not poll. */
export const closedAgentHosts = async (
  client: Client,
  { name, agents }: Pick<ResolvedConfig, 'name' | 'agents'>,
): Promise<ReadonlyMap<string, number>> => {
  if (agents.length === 0) return new Map();
  const query = `WorkflowId STARTS_WITH '${name}/' AND WorkflowType = '${AGENTS_WORKFLOW}' AND ${CLOSED_BY_SOMEBODY}`;
  const { ids } = await stillClosed(client, query);
  return new Map(
    agents.map((agent) => [agent.name, hostIdsOf(name, agent).filter((hostId) => ids.has(hostId)).length] as const),
  );
};
