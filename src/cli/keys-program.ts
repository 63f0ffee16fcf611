import { Option, type Command } from 'commander';
import { KEY_FILTERS } from '../operations/list-keys';
import { common, type Execute } from './common-options';
import type { CommandContext, CommandResult } from './command';
import { keyAddress, withKeyOptions } from './key-options';
import type { HoldOptions, KeyOptions, ListOptions, RestartOptions } from './keys-commands';
import { offset, timeSpanMs, wholeNumber } from './option-parsers';

type Handler<T> = (options: T, context: CommandContext) => Promise<CommandResult>;

export interface KeysCommands {
  readonly list: Handler<ListOptions>;
  readonly show: Handler<KeyOptions>;
  readonly retry: Handler<HoldOptions>;
  readonly skip: Handler<HoldOptions>;
  readonly restart: Handler<RestartOptions>;
}

/** What commander hands over: the options as parsed, among them those that name a key. */
type Parsed<T extends KeyOptions> = Omit<T, 'address'> & Parameters<typeof keyAddress>[0];

const MAX_LISTED = 1_000;
const ROUTE = ['-r, --route <name>', 'name of the route'] as const;

const addList = (keys: Command, handler: Handler<ListOptions>, execute: Execute): void => {
  common(keys.command('list').description('List keys that are parked, retrying or held.'))
    .requiredOption(...ROUTE)
    .addOption(new Option('-s, --status <status>', 'which keys').choices([...KEY_FILTERS]).default('parked'))
    .option('-l, --limit <number>', 'list at most so many', wholeNumber(1, MAX_LISTED), 50)
    .action((options: ListOptions) => execute(options, 'answers', (context) => handler(options, context)));
};

const addShow = (keys: Command, handler: Handler<KeyOptions>, execute: Execute): void => {
  withKeyOptions(common(keys.command('show').description('Show one key: where it stands and what it keeps.')), true)
    .requiredOption(...ROUTE)
    .action((values: Parsed<KeyOptions>, command: Command) => {
      const options = { ...values, address: keyAddress(values, command, true) };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

const HOLD_WORDS = {
  retry: 'Let a parked or retrying key try its record again now.',
  skip: "Leave a parked or retrying key's record out; the next one follows.",
} as const;

const addHold = (keys: Command, name: 'retry' | 'skip', handler: Handler<HoldOptions>, execute: Execute): void => {
  withKeyOptions(common(keys.command(name).description(HOLD_WORDS[name])), false)
    .requiredOption(...ROUTE)
    .option('--offset <offset>', 'only if the record that is held has this offset', offset)
    .action((values: Parsed<HoldOptions>, command: Command) => {
      const options = { ...values, address: keyAddress(values, command, false) };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

const addRestart = (keys: Command, handler: Handler<RestartOptions>, execute: Execute): void => {
  const words = 'Continue a key whose workflow was terminated, cancelled or failed.';
  withKeyOptions(common(keys.command('restart').description(words)), true)
    .requiredOption(...ROUTE)
    .option('--timeout <duration>', 'how long to wait for it to run again', timeSpanMs, 30_000)
    .action(({ timeout, ...values }: Parsed<RestartOptions> & { readonly timeout: number }, command: Command) => {
      const options = { ...values, timeoutMs: timeout, address: keyAddress(values, command, true) };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

export const addKeys = (program: Command, handlers: KeysCommands, execute: Execute): void => {
  const keys = program.command('keys').description('Look at keys of a route, and act on them.');
  addList(keys, handlers.list, execute);
  addShow(keys, handlers.show, execute);
  addHold(keys, 'retry', handlers.retry, execute);
  addHold(keys, 'skip', handlers.skip, execute);
  addRestart(keys, handlers.restart, execute);
};
