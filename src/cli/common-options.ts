import type { Command } from 'commander';
import type { CommandContext, CommandResult, CommonOptions } from './command';

/** Runs a command: makes its context, reports its result, ends the process. */
export type Execute = (
  options: Pick<CommonOptions, 'json'>,
  kind: 'stays' | 'answers',
  command: (context: CommandContext) => Promise<CommandResult>,
) => Promise<void>;

export const common = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'config file', 'gateway.config.ts')
    .option('--json', 'print one JSON document as the last line of stdout', false);
