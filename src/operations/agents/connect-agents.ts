// What programs may ask of poll agents.
import type { Client } from '@temporalio/client';
import { hostStanding } from '../../temporal/agents/closed-agents';
import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import {
  AGENT_UPDATE,
  AGENTS_QUERY,
  type AgentAnswer,
  type AgentCommand,
  type AgentPage,
  type AgentParameters,
  type AgentQuery,
  type AgentStatus,
} from '../../model/contract/agent-contract';
import { AGENT_NAME } from '../../model/names/agent-names';
import { agentHostings, hostIdOf } from '../../temporal/agents/start-agents';
import { connectClient } from '../../temporal/temporal-connection';
import { giveCommand, type Given } from '../give-command';
import type { Patience } from '../until-answered';
import { agentProblem, closedProblem } from './agent-problem';
import { agentTarget } from './agent-target';
import { definitionNamed } from '../named';

const PAGE = 200;
const QUERY_MS = 15_000;

export type AgentCommandResult = Given<AgentAnswer>;

/** The poll agents of a gateway, by the name of their definition. Giving a command twice is safe. */
export class Agents {
  constructor(
    private readonly config: ResolvedConfig,
    private readonly client: Client,
    private readonly patience?: Patience,
  ) {}

  /** @throws GatewayError `refused` if the parameters are not those of the definition. */
  async create(definition: string, agent: string, parameters: AgentParameters = {}): Promise<AgentCommandResult> {
    checkParameters(definitionNamed(this.config, definition), agent, parameters);
    return this.command(definition, { verb: 'create', agent, parameters });
  }

  /**
   * Gives a command to an agent. A definition without parameters has one agent, with the definition's name.
   * @throws GatewayError `refused` in the workflow's own words, `not-found`, or `under-way` if no worker answers: the
   * command is carried out if one starts within seconds.
   */
  async command(definition: string, command: AgentCommand): Promise<AgentCommandResult> {
    const { workflowId } = agentTarget(this.config, definition, command.agent);
    try {
      return await giveCommand<AgentAnswer>(this.client, workflowId, AGENT_UPDATE, command, this.patience);
    } catch (error) {
      throw agentProblem(workflowId, error);
    }
  }

  /** Returns undefined if there is no such agent. */
  async show(definition: string, agent: string): Promise<AgentStatus | undefined> {
    const { workflowId } = agentTarget(this.config, definition, agent);
    const page = await this.page(workflowId, { agent, limit: 1 });
    return page.agents[0];
  }

  /** All agents of a definition, host by host. */
  async *list(definition: string): AsyncGenerator<AgentStatus> {
    for (const hosting of agentHostings(definitionNamed(this.config, definition))) {
      const workflowId = hostIdOf(this.config.name, definition, hosting);
      let page: AgentPage = { agents: [], more: true };
      for (let after = ''; page.more; after = page.agents.at(-1)?.agent ?? after) {
        page = await this.page(workflowId, { after, limit: PAGE });
        yield* page.agents;
      }
    }
  }

  close(): Promise<void> {
    return this.client.connection.close();
  }

  private async page(workflowId: string, query: AgentQuery): Promise<AgentPage> {
    // Its last run would answer as if its agents still polled.
    if ((await hostStanding(this.client, workflowId))?.kind === 'closed') throw closedProblem(workflowId);
    try {
      return await this.client.withDeadline(Date.now() + QUERY_MS, () =>
        this.client.workflow.getHandle(workflowId).query<AgentPage, [AgentQuery]>(AGENTS_QUERY, query),
      );
    } catch (error) {
      throw agentProblem(workflowId, error);
    }
  }
}

const checkParameters = ({ name, parameters }: ResolvedAgent, agent: string, given: AgentParameters): void => {
  const refuse = (expected: string, got: string): never => {
    throw new GatewayError('refused', `Agent ${agent} of ${name}: expected ${expected}, got ${got}.`);
  };
  if (!AGENT_NAME.test(agent)) refuse("a name of 1 to 100 letters, digits, '.', '_', ':', '@' and '-'", agent);
  if (parameters === undefined) refuse('a definition with parameters', 'a definition that is a single agent');
  for (const [parameter, type] of parameters ?? []) {
    const value = given[parameter];
    if (typeof value !== type) refuse(`${parameter} to be a ${type}`, value === undefined ? 'nothing' : typeof value);
  }
  const [stray] = Object.keys(given).filter((parameter) => parameters?.has(parameter) !== true);
  if (stray !== undefined) refuse(`no parameters other than ${Array.from(parameters?.keys() ?? []).join(', ')}`, stray);
};

/** Creates, removes, steers and lists the poll agents of a gateway, for programs. Close it when done. */
export const connectAgents = async (config: ResolvedConfig): Promise<Agents> =>
  new Agents(config, await connectClient(config, 'standard'));
