import { setCurrentDetails } from '@temporalio/workflow';
import type { AgentHosting } from '../../model/contract/agent-contract';
import type { Agent } from './agent';
import type { HostedAgents } from './hosted-agents';
import { plain } from '../host/show-status';

const SHOWN_AGENTS = 10;

const head = (definition: string, hosting: AgentHosting, agents: HostedAgents): string => {
  const what =
    hosting.kind === 'one'
      ? `Poll agent **${plain(definition)}**`
      : `**${agents.size}** agents of **${plain(definition)}**, host ${hosting.host} of ${hosting.of}`;
  const { paused, failing } = agents;
  return `${what}: **${failing.size}** failing, **${paused.size}** paused.`;
};

const line = (agent: Agent): string => {
  const { status, failure, attempts = 0, nextPoll, lastPoll, published, passedOver = 0 } = agent.status();
  const why =
    failure === undefined ? '' : `: ${failure.code}, ${plain(failure.message)} (failed attempts: ${attempts})`;
  const passed = passedOver === 0 ? '' : `, **${passedOver}** passed over`;
  const next = nextPoll === undefined ? '' : ` Next poll ${nextPoll}.`;
  const last = lastPoll === undefined ? '' : ` Last poll that worked ${lastPoll}.`;
  return `- **${status}** ${plain(agent.agent)}, ${published} published${passed}${why}.${last}${next}`;
};

/** Shows what needs attention in the UI's details, which costs no history. */
export const showAgents = (definition: string, hosting: AgentHosting, agents: HostedAgents): void => {
  const shown = hosting.kind === 'one' ? agents.all() : [...agents.failing, ...agents.paused].slice(0, SHOWN_AGENTS);
  setCurrentDetails([head(definition, hosting, agents), ...Array.from(shown, line)].join('\n\n'));
};
