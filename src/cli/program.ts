// The command line: names, options and their words. What commands do stands in files of their own and is passed in.
import { Command } from 'commander';
import type { GatewayParts } from '../gateway';
import type { CommandContext, CommandResult, CommonOptions } from './command';

export interface Commands {
  readonly run: (parts: GatewayParts, options: CommonOptions, context: CommandContext) => Promise<CommandResult>;
}

/** Runs a command: makes its context, reports its result and notes the exit code. */
export type Execute = (
  options: CommonOptions,
  kind: 'stays' | 'answers',
  command: (context: CommandContext) => Promise<CommandResult>,
) => Promise<void>;

const common = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'config file', 'gateway.config.ts')
    .option('--json', 'print one JSON document as the last line of stdout', false);

const HALVES = [
  ['run', 'Run bridge and worker in one process.', { bridge: true, worker: true }],
  ['bridge', 'Run the bridge alone: Kafka to Temporal.', { bridge: true, worker: false }],
  ['worker', 'Run the worker alone: workflows and calls.', { bridge: false, worker: true }],
] as const;

export const buildProgram = (commands: Commands, execute: Execute): Command => {
  const program = new Command('sluice')
    .description('Exactly-once gateway between Kafka and the outside world, built on Temporal.')
    .showHelpAfterError('Try --help.')
    .exitOverride();
  for (const [name, words, parts] of HALVES) {
    common(program.command(name).description(words)).action((options: CommonOptions) =>
      execute(options, 'stays', (context) => commands.run(parts, options, context)),
    );
  }
  return program;
};
