import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { AgentHostStatus } from '../../model/contract/agent-contract';
import { STATUS_QUERY } from '../../model/contract/contract';
import { agentHostings, hostIdOf } from '../../temporal/agents/start-agents';
import { askAgents } from './ask-agents';
import { mapLimited } from '../../async/map-limited';

/** The agents of a definition, as far as their hosts answer. */
export interface AgentsStatus {
  readonly definition: string;
  readonly hosts: number;
  readonly unanswered: number;
  /** Hosts that someone closed: their agents do not poll until `sluice agents restart`. */
  readonly closed: number;
  readonly agents: number;
  readonly retrying: number;
  readonly paused: number;
  readonly published: number;
  /** Items passed over because Kafka refuses them; absent if there are none. */
  readonly passedOver?: number;
}

const ASKED_AT_ONCE = 16;

/** Returns the status of each definition of the config. Without workers it asks no host, as waiting would be futile. */
export const agentsStatus = async (
  client: Client,
  { name, agents }: ResolvedConfig,
  workers: number,
): Promise<readonly AgentsStatus[]> => {
  const all: AgentsStatus[] = [];
  for (const definition of agents) {
    const ids = agentHostings(definition).map((hosting) => hostIdOf(name, definition.name, hosting));
    const answers = await mapLimited(workers === 0 ? [] : ids, ASKED_AT_ONCE, (workflowId) =>
      askAgents<AgentHostStatus>(client, workflowId, STATUS_QUERY),
    );
    const known = answers.flatMap((host) => (host.kind === 'answered' ? [host.answer] : []));
    const closed = answers.filter(({ kind }) => kind === 'closed').length;
    const sum = (count: (host: AgentHostStatus) => number): number =>
      known.reduce((total, host) => total + count(host), 0);
    const passedOver = sum((host) => host.passedOver ?? 0);
    all.push({
      definition: definition.name,
      hosts: ids.length,
      unanswered: ids.length - known.length - closed,
      closed,
      agents: sum((host) => host.agents),
      retrying: sum((host) => host.retrying),
      paused: sum((host) => host.paused),
      published: sum((host) => host.published),
      ...(passedOver === 0 ? {} : { passedOver }),
    });
  }
  return all;
};
