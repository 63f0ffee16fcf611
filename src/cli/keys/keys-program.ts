import { Option, type Command } from 'commander';
import type { BulkVerb } from '../../operations/keys/command-keys';
import { KEY_FILTERS } from '../../operations/keys/key-filter';
import { defined } from '../../model/defined';
import type { AllKeysOptions } from './act-on-all-keys';
import type { EditOptions, OneKeyOptions } from './act-on-keys';
import { common, timeoutOption, VERBOSE, waitOption, type Execute } from '../command/common-options';
import type { CommandContext, CommandResult, Handler } from '../command/command';
import { atMostOption } from '../command/confirm';
import { keyAddress, withKeyOptions } from './key-options';
import type { KeyOptions, ListOptions, ShowOptions } from './keys-commands';
import type { RestartAllOptions, RestartOptions } from './restart-commands';
import { base64Bytes, headerPair, offset, repeated, wholeNumber } from '../command/option-parsers';

export interface KeysCommands {
  readonly list: Handler<ListOptions>;
  readonly show: Handler<ShowOptions>;
  readonly act: (verb: BulkVerb, options: OneKeyOptions, context: CommandContext) => Promise<CommandResult>;
  readonly actOnAll: (verb: BulkVerb, options: AllKeysOptions, context: CommandContext) => Promise<CommandResult>;
  readonly edit: Handler<EditOptions>;
  readonly restart: Handler<RestartOptions>;
  readonly restartAll: Handler<RestartAllOptions>;
}

/** What commander passes on: the parsed options, including those that name a key. */
type Parsed<T extends KeyOptions> = Omit<T, 'address'> & Parameters<typeof keyAddress>[0];

const MAX_LISTED = 1_000;
const ROUTE = ['-r, --route <name>', 'name of the route'] as const;
const DESTINATION = [
  '--destination <name>',
  'only keys whose record failed at this destination or waits for it',
] as const;
const ERROR = [
  '--error <code>',
  'only keys whose record failed with this error or waits for this reason, such as timeout, http-status:409 or breaker-open',
] as const;
const EXACT = [
  '--exact',
  'only keys at this destination, or none, with this error and no other: a code alone is then one without an HTTP status',
] as const;
const VALUES = '--value, --value-base64, --value-file, --tombstone';
const OFFSET = ['--offset <offset>', 'act only if the key is still at the record with this offset', offset] as const;

const NEW_EFFECT = ['--new-effect', 'send the effects that are not done yet under new idempotency keys'] as const;
const YES = 'do not ask';
const SURE = `${YES}; with --new-effect, include effects that may already have happened`;
const SURE_EDIT = ['-y, --yes', 'edit even if the effect may already have happened'] as const;

const addList = (keys: Command, handler: Handler<ListOptions>, execute: Execute): void => {
  common(keys.command('list').description('List keys that are parked, retrying, postponed, paused or held.'))
    .requiredOption(...ROUTE)
    .addOption(
      new Option('-s, --status <status>', 'list keys with this status').choices([...KEY_FILTERS]).default('parked'),
    )
    .option(...DESTINATION)
    .option(...ERROR)
    .option(...EXACT)
    .option('-l, --limit <number>', 'list at most this many', wholeNumber(1, MAX_LISTED), 50)
    .option('--page <token>', 'continue an earlier list; takes the page that it printed')
    .option(...VERBOSE)
    .action((options: ListOptions) => execute(options, 'answers', (context) => handler(options, context)));
};

const addShow = (keys: Command, handler: Handler<ShowOptions>, execute: Execute): void => {
  withKeyOptions(
    common(keys.command('show').description('Show one key: its status, its counters and its state.')),
    true,
  )
    .requiredOption(...ROUTE)
    .option('--record', 'also show the record that the key is at', false)
    .option('--effects', 'also show its last effects: results, attempts and idempotency keys', false)
    .action((values: Parsed<ShowOptions>, command: Command) => {
      const options = { ...values, address: keyAddress(values, command, true) };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

const ACT_WORDS: Readonly<Record<BulkVerb, string>> = {
  retry: 'Make a parked, retrying or postponed key try its record again now.',
  skip: 'Skip the record that a parked, retrying, postponed, paused or waiting key is at; the next one follows.',
  pause: 'Pause a key: it begins no further record until it is resumed.',
  resume: 'Resume a paused key.',
};

type ActValues = Parsed<OneKeyOptions> & AllKeysOptions & { readonly all: boolean };

const addAct = (
  keys: Command,
  verb: BulkVerb,
  { act, actOnAll }: Pick<KeysCommands, 'act' | 'actOnAll'>,
  execute: Execute,
): void => {
  const command = withKeyOptions(common(keys.command(verb).description(ACT_WORDS[verb])), false);
  if (verb === 'retry' || verb === 'skip') command.option(...OFFSET);
  if (verb === 'retry') command.option(...NEW_EFFECT);
  atMostOption(command.option('-y, --yes', verb === 'retry' ? SURE : YES), 'keys')
    .option('-r, --route <name>', 'name of the route; with --all, the default is all routes')
    .option('--all', 'act on every key that the options below select', false)
    .option(...DESTINATION)
    .option(...ERROR)
    .option(...EXACT)
    .addOption(new Option('-s, --status <status>', 'with --all: only keys with this status').choices(BULK_STATUS))
    .option('--dry-run', 'with --all: list the keys and do nothing', false)
    .addOption(waitOption())
    .action((values: ActValues, own: Command) => {
      const { all, ...rest } = values;
      if (all) {
        forAll(values, own);
        return execute(rest, 'answers', (context) => actOnAll(verb, rest, context));
      }
      forOne(values, own);
      const options = { ...rest, address: keyAddress(values, own, false) };
      return execute(options, 'answers', (context) => act(verb, options, context));
    });
};

const BULK_STATUS = ['parked', 'retrying', 'postponed', 'paused', 'all'] as const;

const given = (values: Readonly<Record<string, unknown>>, names: readonly string[]): readonly string[] =>
  names.filter((name) => values[name] !== undefined && values[name] !== false);

/** Ends the command with a usage error if an option has no effect. */
const forAll = (values: ActValues, command: Command): void => {
  const words = '--all cannot be combined with a key or with --offset';
  refuseGiven(values, ['key', 'keyBase64', 'nullKey', 'offset'], words, command);
};

const forOne = (values: ActValues, command: Command): void => {
  const words = '--destination, --error, --exact, --status and --dry-run can be given with --all only';
  refuseGiven(values, ['destination', 'error', 'exact', 'status', 'dryRun'], words, command);
  requireRoute(values, command);
};

const refuseGiven = (values: object, names: readonly string[], words: string, command: Command): void => {
  if (given({ ...values }, names).length > 0) command.error(`error: ${words}`);
};

const requireRoute = ({ route }: { readonly route?: string }, command: Command): void => {
  if (route === undefined) command.error("error: required option '-r, --route <name>' not specified");
};

const addEdit = (keys: Command, handler: Handler<EditOptions>, execute: Execute): void => {
  const words = 'Edit the record that a parked, retrying, postponed or paused key is at, and let the key try it.';
  withKeyOptions(common(keys.command('edit').description(words)), false)
    .requiredOption(...ROUTE)
    .option(...OFFSET)
    .option('--value <text>', 'the new value')
    .option('--value-base64 <base64>', 'the new value as bytes, in base64', base64Bytes)
    .option('--value-file <file>', 'a file that holds the new value')
    .option('--tombstone', 'make the record a tombstone, without a value', false)
    .option('--header <name=value>', 'set a header; can be repeated', repeated(headerPair), [])
    .option('--remove-header <name>', 'remove a header; can be repeated', repeated(String), [])
    .option(...SURE_EDIT)
    .addOption(waitOption())
    .action((values: Parsed<EditOptions>, command: Command) => {
      const options = { ...values, address: keyAddress(values, command, false) };
      const content = given({ ...values }, ['value', 'valueBase64', 'valueFile', 'tombstone']);
      const edits = content.length + values.header.length + values.removeHeader.length;
      if (edits === 0) {
        command.error(`error: expected at least one of ${VALUES}, --header and --remove-header, got none`);
      }
      if (content.length > 1) {
        command.error(`error: expected at most one of ${VALUES}, got ${content.length}`);
      }
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

type RestartValues = Parsed<RestartOptions> & RestartAllOptions & { readonly all: boolean; readonly timeout: number };

const addRestart = (
  keys: Command,
  { restart, restartAll }: Pick<KeysCommands, 'restart' | 'restartAll'>,
  execute: Execute,
): void => {
  const words = 'Continue a key whose workflow was terminated or cancelled, or has failed.';
  withKeyOptions(common(keys.command('restart').description(words)), true)
    .option('-r, --route <name>', 'name of the route; with --all, the default is all routes')
    .addOption(timeoutOption('how long to wait for a key to run again', '30s'))
    .option('--all', 'every key whose workflow was closed, and that the options below select', false)
    .option('--destination <name>', 'only keys whose last record failed at this destination or waited for it')
    .option('--dry-run', 'with --all: list the workflows and do nothing', false)
    .option('-y, --yes', 'do it also where a closed run cannot tell what it has done; --all lists without it', false)
    .action(({ timeout, all, ...values }: RestartValues, command: Command) => {
      const timeoutMs = timeout;
      if (all) {
        const { route, destination, dryRun, yes, config, json } = values;
        refuseGiven(values, ['key', 'keyBase64', 'nullKey', 'lane'], '--all cannot be combined with a key', command);
        const options = { config, json, dryRun, yes, timeoutMs, ...defined({ route, destination }) };
        return execute(options, 'answers', (context) => restartAll(options, context));
      }
      const onlyAll = '--destination and --dry-run can be given with --all only';
      refuseGiven(values, ['destination', 'dryRun'], onlyAll, command);
      const { config, json, route, yes } = values;
      requireRoute(values, command);
      const options = { config, json, route, yes, timeoutMs, address: keyAddress(values, command, true) };
      return execute(options, 'answers', (context) => restart(options, context));
    });
};

export const addKeys = (program: Command, handlers: KeysCommands, execute: Execute): void => {
  const keys = program.command('keys').description('Look at the keys of a route, and act on them.');
  addList(keys, handlers.list, execute);
  addShow(keys, handlers.show, execute);
  for (const verb of ['retry', 'skip', 'pause', 'resume'] as const) addAct(keys, verb, handlers, execute);
  addEdit(keys, handlers.edit, execute);
  addRestart(keys, handlers, execute);
};
