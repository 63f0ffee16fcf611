import { Option, type Command } from 'commander';
import type {
  ActOnAgentOptions,
  AgentOptions,
  AgentsListOptions,
  CreateAgentOptions,
  RestartAgentsOptions,
  SetCursorOptions,
  SteerVerb,
} from './agents-commands';
import { common, VERBOSE, waitOption, type Execute } from '../command/common-options';
import type { CommandContext, CommandResult, Handler } from '../command/command';
import { headerPair, repeated, wholeNumber } from '../command/option-parsers';
import { agentName, jsonValue } from './agent-options';

export interface AgentsCommands {
  readonly list: Handler<AgentsListOptions>;
  readonly show: Handler<AgentOptions>;
  readonly create: Handler<CreateAgentOptions>;
  readonly act: (verb: SteerVerb, options: ActOnAgentOptions, context: CommandContext) => Promise<CommandResult>;
  readonly setCursor: Handler<SetCursorOptions>;
  readonly restart: Handler<RestartAgentsOptions>;
}

const MAX_LISTED = 1_000;
const STATUSES = ['waiting', 'polling', 'publishing', 'retrying', 'paused', 'all'] as const;
const DEFINITION = ['-a, --agents <definition>', 'name of the definition in the configuration'] as const;
const NAME = ['-n, --name <agent>', 'name of the agent', agentName] as const;
const OPTIONAL_NAME = [
  '-n, --name <agent>',
  'name of the agent; not needed if the definition is a single agent',
  agentName,
] as const;

const addList = (agents: Command, handler: Handler<AgentsListOptions>, execute: Execute): void => {
  common(agents.command('list').description('List poll agents: their status, their cursors and their times.'))
    .option('-a, --agents <definition>', 'only agents of this definition')
    .addOption(
      new Option('-s, --status <status>', 'list agents with this status').choices([...STATUSES]).default('all'),
    )
    .option('-l, --limit <number>', 'list at most this many', wholeNumber(1, MAX_LISTED), 50)
    .option('--page <token>', 'continue an earlier list; takes the page that it printed')
    .option(...VERBOSE)
    .action((options: AgentsListOptions) => execute(options, 'answers', (context) => handler(options, context)));
};

const addShow = (agents: Command, handler: Handler<AgentOptions>, execute: Execute): void => {
  common(agents.command('show').description('Show one poll agent: its cursor, its polls and its failures.'))
    .requiredOption(...DEFINITION)
    .option(...OPTIONAL_NAME)
    .action((options: AgentOptions) => execute(options, 'answers', (context) => handler(options, context)));
};

const addCreate = (agents: Command, handler: Handler<CreateAgentOptions>, execute: Execute): void => {
  common(agents.command('create').description('Create an agent of a definition that has parameters.'))
    .requiredOption(...DEFINITION)
    .requiredOption(...NAME)
    .option('-p, --param <name=value>', 'a parameter of the agent; can be repeated', repeated(headerPair), [])
    .addOption(waitOption())
    .action((options: CreateAgentOptions) => execute(options, 'answers', (context) => handler(options, context)));
};

const STEER_WORDS: Readonly<Record<SteerVerb, string>> = {
  remove: 'Remove an agent, and forget its cursor and which items it has published.',
  pause: 'Pause an agent: it does not poll until it is resumed.',
  resume: 'Resume a paused agent.',
  poll: 'Make an agent poll now.',
};

const addSteer = (agents: Command, verb: SteerVerb, act: AgentsCommands['act'], execute: Execute): void => {
  const command = common(agents.command(verb).description(STEER_WORDS[verb]))
    .requiredOption(...DEFINITION)
    .addOption(waitOption());
  // Only agents that were created can be removed, and those have names.
  (verb === 'remove' ? command.requiredOption(...NAME) : command.option(...OPTIONAL_NAME)).action(
    (options: ActOnAgentOptions) => execute(options, 'answers', (context) => act(verb, options, context)),
  );
};

interface SetCursorValues extends ActOnAgentOptions {
  /** Wrapped, because null is a valid cursor. */
  readonly cursor?: { readonly value: unknown };
  readonly none: boolean;
  readonly forget: boolean;
}

const addSetCursor = (agents: Command, handler: Handler<SetCursorOptions>, execute: Execute): void => {
  common(agents.command('set-cursor').description('Set the place from which an agent goes on at its source.'))
    .requiredOption(...DEFINITION)
    .option(...OPTIONAL_NAME)
    .option('--cursor <json>', 'the new cursor', jsonValue)
    .option('--none', 'drop the cursor, and poll as if for the first time', false)
    .option('--forget', 'publish items again that the agent has published already', false)
    .addOption(waitOption())
    .action(({ cursor, none, ...values }: SetCursorValues, command: Command) => {
      if ((cursor === undefined) !== none) command.error('error: expected exactly one of --cursor and --none');
      const options = { ...values, ...(cursor === undefined ? {} : { cursor: cursor.value }) };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

const addRestart = (agents: Command, handler: Handler<RestartAgentsOptions>, execute: Execute): void => {
  common(
    agents
      .command('restart')
      .description('Continue the agents of workflows that someone closed, from where they were.'),
  )
    .requiredOption(...DEFINITION)
    .option(
      '--empty',
      'start without agents where what they had is lost; a definition that is a single agent is then paused',
      false,
    )
    .action((options: RestartAgentsOptions) => execute(options, 'answers', (context) => handler(options, context)));
};

export const addAgents = (program: Command, handlers: AgentsCommands, execute: Execute): void => {
  const agents = program.command('agents').description('Look at poll agents, and steer them.');
  addList(agents, handlers.list, execute);
  addShow(agents, handlers.show, execute);
  addCreate(agents, handlers.create, execute);
  for (const verb of ['remove', 'pause', 'resume', 'poll'] as const) addSteer(agents, verb, handlers.act, execute);
  addSetCursor(agents, handlers.setCursor, execute);
  addRestart(agents, handlers.restart, execute);
};
