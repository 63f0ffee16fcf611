import type { Client } from '@temporalio/client';
import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import type { AgentCommand, AgentStanding } from '../../model/contract/agent-contract';
import { AgentLister } from '../../operations/agents/agent-lister';
import { agentTarget, type AgentTarget } from '../../operations/agents/agent-target';
import { definitionNamed } from '../../operations/named';
import { Agents, type AgentCommandResult } from '../../operations/agents/connect-agents';
import { restartAgents } from '../../operations/agents/restart-agents';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { typedParameters, type TypedPair } from '../../operations/agents/typed-parameters';
import { terminalText } from '../../terminal-text';
import { restartedHostLine, shownAgentText } from './agent-lines';
import { missedAgentLines } from './missed-agent-lines';
import { agentTable } from './agent-table';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { withClient } from '../command/with-client';
import { withPatience } from '../command/with-patience';

export type SteerVerb = 'remove' | 'pause' | 'resume' | 'poll';

export interface AgentsListOptions extends CommonOptions {
  /** Undefined for all definitions. */
  readonly agents?: string;
  readonly status: AgentStanding | 'all';
  readonly limit: number;
  readonly page?: string;
  /** A second line for each agent. */
  readonly verbose: boolean;
}
export interface AgentOptions extends CommonOptions {
  /** The definition. */
  readonly agents: string;
  /** Undefined for the only agent of a definition without parameters. */
  readonly name?: string;
}
export interface ActOnAgentOptions extends AgentOptions {
  /** How long to wait for a worker, in milliseconds. */
  readonly wait?: number;
}
export interface CreateAgentOptions extends ActOnAgentOptions {
  readonly name: string;
  readonly param: readonly TypedPair[];
}
export interface SetCursorOptions extends ActOnAgentOptions {
  /** Absent to start over, as before the first poll. */
  readonly cursor?: unknown;
  readonly forget: boolean;
}
export interface RestartAgentsOptions extends CommonOptions {
  readonly agents: string;
  readonly empty: boolean;
}

/** Agents that are looked at where none stands as was asked. */
const MAX_COUNTED = 1_000;

const DONE: Readonly<Record<AgentCommand['verb'], string>> = {
  create: 'is created.',
  remove: 'is removed.',
  pause: 'is paused.',
  resume: 'is resumed.',
  poll: 'polls now.',
  'set-cursor': 'continues from there with its next poll.',
};

/** Notes for commands whose effect does not show while a poll is in progress. */
const BUSY: Partial<Readonly<Record<AgentCommand['verb'], string>>> = {
  remove: 'A poll was under way: what it found may have been published.',
  pause: 'A poll is under way and finishes first.',
  'set-cursor': 'A poll was under way: what it found may have been published.',
};

/** `sluice agents list` */
export const listAgentsCommand = (options: AgentsListOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const { agents, status, limit, page } = options;
    const definitions = agents === undefined ? config.agents : [definitionNamed(config, agents)];
    const lister = new AgentLister(client, config, definitions, status === 'all' ? undefined : status);
    const found = await lister.list(limit, page);
    const view = { now: Date.now(), width: context.width, verbose: options.verbose };
    for (const line of agentTable(found.agents, view)) context.print(line);
    for (const host of found.closed ?? []) {
      context.print(
        wholeCommands(
          `${terminalText(host)} was closed, so its agents do not poll: \`sluice agents restart\` continues them.`,
          host,
        ),
      );
    }
    if (found.agents.length === 0 && found.unanswered === 0 && found.closed === undefined) {
      for (const line of await noneLines(options, config, client, definitions)) context.print(line);
    }
    if (found.page !== undefined) context.print(`There may be more agents: continue with --page ${found.page}`);
    if (found.unanswered > 0) {
      context.print(`Workflows that did not answer: ${found.unanswered}. Is a worker running?`);
    }
    return { exitCode: EXIT_CODES.done, document: { ...found } };
  });

/** What a list without agents says in their place. */
const noneLines = async (
  { agents, status, page }: AgentsListOptions,
  config: ResolvedConfig,
  client: Client,
  definitions: readonly ResolvedAgent[],
): Promise<readonly string[]> => {
  if (status === 'all') return ['There are no agents.'];
  const none = `No agent is ${status}.`;
  if (page !== undefined) return [none];
  const others = await new AgentLister(client, config, definitions, undefined).list(MAX_COUNTED, undefined);
  return [none, ...missedAgentLines(others.agents, agents)];
};

/** `sluice agents show` */
export const showAgentCommand = (options: AgentOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const { definition, agent, workflowId } = agentTarget(config, options.agents, options.name);
    const shown = await new Agents(config, client).show(definition.name, agent);
    if (shown === undefined) {
      const message = `Definition ${definition.name} has no agent ${agent}. \`sluice agents list -a ${definition.name}\` shows the agents that exist.`;
      throw new GatewayError('not-found', message);
    }
    const listed = { definition: definition.name, workflowId, ...shown };
    context.print(shownAgentText(listed));
    return { exitCode: EXIT_CODES.done, document: listed };
  });

const answered = (
  verb: AgentCommand['verb'],
  { definition, agent, workflowId }: AgentTarget,
  result: AgentCommandResult,
  { print }: CommandContext,
): CommandResult => {
  const named = { definition: definition.name, agent, workflowId, changed: result.changed };
  if (!result.changed) {
    print(terminalText(result.message));
    return { exitCode: EXIT_CODES.done, document: { ...named, message: result.message } };
  }
  print(`Agent ${terminalText(agent)} ${DONE[verb]}`);
  const busy = result.answer.busy === true ? BUSY[verb] : undefined;
  if (busy !== undefined) print(busy);
  if (result.answer.paused === true && verb !== 'pause') print('The agent is paused: it polls once it is resumed.');
  return { exitCode: EXIT_CODES.done, document: { ...named, ...result.answer } };
};

interface Commanding {
  readonly config: ResolvedConfig;
  readonly client: Client;
  readonly target: AgentTarget;
  readonly options: ActOnAgentOptions;
  readonly context: CommandContext;
}

const commanded = (
  { config, client, target, options, context }: Commanding,
  command: AgentCommand,
): Promise<CommandResult> =>
  withPatience(options, context, async (patience) => {
    const result = await new Agents(config, client, patience).command(target.definition.name, command);
    return answered(command.verb, target, result, context);
  });

/** `sluice agents create` */
export const createAgentCommand = (options: CreateAgentOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = agentTarget(config, options.agents, options.name);
    const parameters = typedParameters(target.definition, options.param);
    const { name } = target.definition;
    return withPatience(options, context, async (patience) =>
      answered(
        'create',
        target,
        await new Agents(config, client, patience).create(name, target.agent, parameters),
        context,
      ),
    );
  });

/** `sluice agents remove`, `pause`, `resume` and `poll` */
export const actOnAgent = (
  verb: SteerVerb,
  options: ActOnAgentOptions,
  context: CommandContext,
): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = agentTarget(config, options.agents, options.name);
    return commanded({ config, client, target, options, context }, { verb, agent: target.agent });
  });

/** `sluice agents set-cursor` */
export const setCursorCommand = (options: SetCursorOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = agentTarget(config, options.agents, options.name);
    return commanded(
      { config, client, target, options, context },
      {
        verb: 'set-cursor',
        agent: target.agent,
        ...('cursor' in options ? { cursor: options.cursor } : {}),
        ...(options.forget ? { forget: true } : {}),
      },
    );
  });

/** `sluice agents restart` */
export const restartAgentsCommand = (options: RestartAgentsOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const definition = definitionNamed(config, options.agents);
    const hosts = await restartAgents(client, config, definition, options);
    for (const host of hosts) context.print(restartedHostLine(host));
    return { exitCode: EXIT_CODES.done, document: { definition: definition.name, hosts } };
  });
