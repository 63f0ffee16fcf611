// The command line: names, options and help texts. What commands do is in other files and is passed in.
import { Command } from 'commander';
import type { GatewayParts } from '../gateway/gateway';
import { addAgents, type AgentsCommands } from './agents/agents-program';
import type { CommandContext, CommandResult, CommonOptions, Handler } from './command/command';
import { common, type Execute } from './command/common-options';
import { packageVersion } from '../temporal/bundle/package-version';
import { addConsole } from './console/console-program';
import type { ConsoleOptions } from './console/console-command';
import { addDeadLetters, type DeadLettersCommands } from './dead-letters/dead-letters-program';
import { addKeys, type KeysCommands } from './keys/keys-program';
import type { StatusOptions } from './routes/status-command';
import { addStatus } from './routes/status-program';
import { addRoutes, type RoutesCommands } from './routes/routes-program';
import { addBundle } from './gateway/bundle-program';
import type { BundleOptions } from './gateway/bundle-command';
import { addHelpTexts } from './command/help-text';
import { addCompletion } from './completion/completion-program';
import type { CompletionOptions } from './completion/completion-command';
import { addDev } from './gateway/dev-program';
import type { DevOptions } from './gateway/dev-command';
import { addHealth } from './gateway/health-program';
import type { HealthOptions } from './gateway/health-command';
import { addSetup } from './gateway/setup-program';
import type { SetupOptions } from './gateway/setup-command';

export interface Commands extends RoutesCommands {
  readonly run: (parts: GatewayParts, options: CommonOptions, context: CommandContext) => Promise<CommandResult>;
  readonly dev: Handler<DevOptions>;
  readonly check: Handler<CommonOptions>;
  readonly status: Handler<StatusOptions>;
  readonly bundle: Handler<BundleOptions>;
  readonly health: Handler<HealthOptions>;
  readonly completion: Handler<CompletionOptions>;
  readonly setup: Handler<SetupOptions>;
  readonly console: Handler<ConsoleOptions>;
  readonly keys: KeysCommands;
  readonly deadLetters: DeadLettersCommands;
  readonly agents: AgentsCommands;
}

const HALVES = [
  ['run', 'Run the bridge and the worker in one process.', { bridge: true, worker: true }],
  ['bridge', 'Run the bridge alone: it carries records from Kafka to Temporal.', { bridge: true, worker: false }],
  ['worker', 'Run the worker alone: it runs workflows and makes their calls.', { bridge: false, worker: true }],
] as const;

const OTHERS = [['check', 'Check the configuration, Kafka, Temporal and the handlers.', 'answers']] as const;

/** `called` is how the user calls the program. */
export const buildProgram = (commands: Commands, execute: Execute, called = 'sluice'): Command => {
  const program = new Command('sluice')
    .description('An exactly-once gateway between Kafka and the outside world, built on Temporal.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .showHelpAfterError('Try --help.')
    .exitOverride();
  for (const [name, words, parts] of HALVES) {
    common(program.command(name).description(words)).action((options: CommonOptions) =>
      execute(options, 'stays', (context) => commands.run(parts, options, context)),
    );
  }
  for (const [name, words, kind] of OTHERS) {
    common(program.command(name).description(words)).action((options: CommonOptions) =>
      execute(options, kind, (context) => commands[name](options, context)),
    );
  }
  addStatus(program, commands.status, execute);
  addDev(program, commands.dev, execute);
  addSetup(program, commands.setup, execute);
  addBundle(program, commands.bundle, execute);
  addHealth(program, commands.health, execute);
  addConsole(program, commands.console, execute);
  addRoutes(program, commands, execute);
  addKeys(program, commands.keys, execute);
  addDeadLetters(program, commands.deadLetters, execute);
  addAgents(program, commands.agents, execute);
  addCompletion(program, commands.completion, execute);
  addHelpTexts(program, called);
  return program;
};
