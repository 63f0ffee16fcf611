import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import { definitionNamed } from '../named';
import { agentHostOf } from '../../model/names/agent-names';
import { hostIdOf } from '../../temporal/agents/start-agents';

/** A poll agent and the workflow that hosts it. */
export interface AgentTarget {
  readonly definition: ResolvedAgent;
  readonly agent: string;
  readonly workflowId: string;
}

/**
 * Without `agent`, targets the only agent of a single-agent definition, which has the definition's name.
 * @throws GatewayError `not-found`, or `refused` if the definition has many agents and none is named.
 */
export const agentTarget = (config: ResolvedConfig, definitionName: string, agent?: string): AgentTarget => {
  const definition = definitionNamed(config, definitionName);
  const { name, hosts } = definition;
  if (hosts === 0)
    return { definition, agent: agent ?? name, workflowId: hostIdOf(config.name, name, { kind: 'one' }) };
  if (agent === undefined) {
    const message = `Definition ${name} has many agents: name one with -n. \`sluice agents list -a ${name}\` shows them.`;
    throw new GatewayError('refused', message);
  }
  const hosting = { kind: 'shared', host: agentHostOf(agent, hosts), of: hosts } as const;
  return { definition, agent, workflowId: hostIdOf(config.name, name, hosting) };
};
