import { Option, type Command } from 'commander';
import type { CommandContext, CommandResult, CommonOptions } from './command';
import { LOG_FORMATS } from './log-format';
import { timeSpanMs } from './option-parsers';

/** What `beside` does stays, too, and means the engines of a running `sluice dev`, as what answers does. */
export type CommandKind = 'stays' | 'beside' | 'answers';

/** Runs a command: creates its context, reports its result, ends the process. */
export type Execute = (
  options: Pick<CommonOptions, 'json'> & Partial<CommonOptions>,
  kind: CommandKind,
  command: (context: CommandContext) => Promise<CommandResult>,
) => Promise<void>;

/** How a command reports: for commands that read no config. */
export const reporting = (command: Command): Command =>
  command
    .option('--json', 'print one JSON document as the last line of stdout', false)
    .addOption(
      new Option('--log-format <format>', 'form of the log (default: pretty at a terminal, else json)').choices(
        LOG_FORMATS,
      ),
    );

/** The file of configuration that is meant if none is named. */
export const USUAL_CONFIG = 'gateway.config.ts';

export const common = (command: Command): Command =>
  reporting(command.option('-c, --config <file>', 'configuration file', USUAL_CONFIG));

/** `--timeout`; help shows its default as one would type it. */
export const timeoutOption = (words: string, byDefault: string): Option =>
  new Option('--timeout <duration>', words).argParser(timeSpanMs).default(timeSpanMs(byDefault), byDefault);

/** `--wait`; how long a command waits that only a worker can answer. */
export const waitOption = (): Option =>
  new Option('--wait <duration>', 'how long to wait for a worker to answer (default: 15s)').argParser(timeSpanMs);

/** A table shows what tells keys apart; messages take a line of their own. */
export const VERBOSE = [
  '-v, --verbose',
  'add a line for each row, with its message and what else is known',
  false,
] as const;
