import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { AgentLister } from '../../operations/agents/agent-lister';
import { causeOf } from '../../model/keys/cause';
import { defined } from '../../model/defined';
import { terminalText } from '../../terminal-text';
import type { AgentsAnswer } from '../wire/agents';
import type { TemporalLinks } from './temporal-links';

const AGENTS = 100;

/** @throws GatewayError `refused` if `page` continues another list. */
export const agentsAnswer = async (
  client: Client,
  config: ResolvedConfig,
  links: TemporalLinks,
  page: string | undefined,
): Promise<AgentsAnswer> => {
  const found = await new AgentLister(client, config, config.agents, undefined).list(AGENTS, page);
  return {
    agents: found.agents.map(({ definition, workflowId, agent, status, failure, ...told }) => ({
      definition,
      agent: terminalText(agent),
      status,
      published: told.published,
      ...defined({
        cause: failure && causeOf(failure),
        attempts: told.attempts,
        lastPoll: told.lastPoll,
        nextPoll: told.nextPoll,
        passedOver: told.passedOver,
      }),
      ...links.workflow(workflowId),
    })),
    ...defined({ page: found.page }),
    unanswered: found.unanswered,
    closed: found.closed ?? [],
  };
};
