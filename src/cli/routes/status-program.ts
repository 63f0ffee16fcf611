import { InvalidArgumentError, Option, type Command } from 'commander';
import { defined } from '../../model/defined';
import type { Handler } from '../command/command';
import { common, VERBOSE, type Execute } from '../command/common-options';
import { timeSpanMs } from '../command/option-parsers';
import type { StatusOptions } from './status-command';

const EVERY_MS = 2_000;
const OFTENEST_MS = 500;

const everyMs = (text: string): number => {
  const value = timeSpanMs(text);
  if (value >= OFTENEST_MS) return value;
  throw new InvalidArgumentError(`Expected a duration of at least '${OFTENEST_MS}ms', such as '2s'.`);
};

type Parsed = Omit<StatusOptions, 'watch'> & { readonly watch?: number | true };

export const addStatus = (program: Command, handler: Handler<StatusOptions>, execute: Execute): void => {
  const words = 'Show each route: its lag, its workflows, and the keys that need attention.';
  common(program.command('status').description(words))
    .addOption(new Option('--watch [duration]', 'look again and again (default: every 2s)').argParser(everyMs))
    .option(...VERBOSE)
    .option('--exit-code', 'end with 8 if keys are parked or held, or workflows were closed or cannot run', false)
    .action(({ watch, ...values }: Parsed, command: Command) => {
      if (watch !== undefined && values.json) command.error('error: --watch is for people; --json looks once');
      const options = { ...values, ...defined({ watch: watch === true ? EVERY_MS : watch }) };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};
