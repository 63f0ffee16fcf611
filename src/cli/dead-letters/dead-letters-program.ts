import { Option, type Command } from 'commander';
import { common, timeoutOption, VERBOSE, waitOption, type Execute } from '../command/common-options';
import type { Handler } from '../command/command';
import { optionalKeyAddress, withKeyOptions } from '../keys/key-options';
import type { LetterFilterOptions, ListLettersOptions, RedriveOptions, ShowLetterOptions } from './letter-context';
import { wholeNumber } from '../command/option-parsers';
import { atMostOption } from '../command/confirm';
import { letterPlace, pointInTime } from './letter-options';

export interface DeadLettersCommands {
  readonly list: Handler<ListLettersOptions>;
  readonly show: Handler<ShowLetterOptions>;
  readonly redrive: Handler<RedriveOptions>;
}

/** What commander passes on. */
type Parsed<T extends LetterFilterOptions> = Omit<T, 'address'> & Parameters<typeof optionalKeyAddress>[0];

const ROUTE = ['-r, --route <name>', 'name of the route'] as const;
const STATES = ['open', 'redriven', 'dismissed', 'all'] as const;
const MAX_LISTED = 1_000;
const MAX_REDRIVEN = 100_000;

const withFilter = (command: Command): Command =>
  withKeyOptions(command, false)
    .requiredOption(...ROUTE)
    .option('--cause <code>', 'only letters with this cause, such as undecodable or http-status:410')
    .option('--destination <name>', 'only letters of records that failed at this destination')
    .option('--exact', 'only letters of this destination, or of none, and of this cause and no other')
    .option(
      '--since <time>',
      'only letters written at this time or later: ISO 8601, or how long ago, such as 2h',
      pointInTime,
    )
    .option('--until <time>', 'only letters written before this time', pointInTime);

const addList = (letters: Command, handler: Handler<ListLettersOptions>, execute: Execute): void => {
  withFilter(common(letters.command('list').description('List the dead letters of a route.')))
    .addOption(new Option('-s, --state <state>', 'list letters in this state').choices([...STATES]).default('open'))
    .option('-l, --limit <number>', 'list at most this many', wholeNumber(1, MAX_LISTED), 50)
    .option('--page <partition/offset>', 'begin at this letter: the page that the earlier list printed', letterPlace)
    .option(...VERBOSE)
    .action((values: Parsed<ListLettersOptions>, command: Command) => {
      const problem = exactOfNothing(values);
      if (problem !== undefined) command.error(`error: ${problem}`);
      const options = { ...values, ...optionalKeyAddress(values, command) };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

const addShow = (letters: Command, handler: Handler<ShowLetterOptions>, execute: Execute): void => {
  common(letters.command('show').description('Show one dead letter with its record.'))
    .requiredOption(...ROUTE)
    .requiredOption('--letter <partition/offset>', 'place of the letter in its topic', letterPlace)
    .action((options: ShowLetterOptions) => execute(options, 'answers', (context) => handler(options, context)));
};

interface RedriveValues {
  readonly all?: boolean;
  readonly skip?: boolean;
  readonly edit?: string;
  readonly timeout: number;
}

const action = ({ skip, edit }: RedriveValues): RedriveOptions['action'] => {
  if (edit !== undefined) return { kind: 'edit', file: edit };
  return { kind: skip === true ? 'skip' : 'redrive' };
};

type RedriveParsed = Omit<Parsed<RedriveOptions>, 'action' | 'timeoutMs'> & RedriveValues;

const exactOfNothing = ({ exact = false, cause }: Pick<LetterFilterOptions, 'exact' | 'cause'>): string | undefined =>
  exact && cause === undefined ? '--exact needs --cause' : undefined;

/** Returns why these options do not go together; undefined if they do. */
const wrong = (values: RedriveParsed, byKey: boolean): string | undefined => {
  const { letter, all = false, cause, destination, since, until, edit, skip = false, newEffect = false } = values;
  const filtered = byKey || [cause, destination, since, until].some((value) => value !== undefined);
  const ways = [letter !== undefined, all, filtered].filter(Boolean).length;
  if (ways !== 1)
    return 'expected exactly one of --letter, --all and a filter (--cause, --destination, --key, --since, --until)';
  if (edit !== undefined && letter === undefined) return '--edit changes one letter: name it with --letter';
  const ends = [edit !== undefined, skip, newEffect].filter(Boolean).length;
  return ends > 1 ? 'expected at most one of --edit, --skip and --new-effect' : exactOfNothing(values);
};

const addRedrive = (letters: Command, handler: Handler<RedriveOptions>, execute: Execute): void => {
  const words = 'Bring dead-lettered records back to their keys, in order, or dismiss them for good.';
  atMostOption(withFilter(common(letters.command('redrive').description(words))), 'letters')
    .option('--letter <partition/offset>', 'only this letter', letterPlace)
    .option('--all', 'all open letters')
    .option('--edit <file>', 'redrive the letter with the content of this file as its value; needs --letter')
    .option('--skip', 'dismiss the letters for good instead of redriving them')
    .option('--new-effect', 'send the records under new idempotency keys, as new effects')
    .option('-y, --yes', 'do not ask; send also what has happened, or may have, under another key')
    .option('--dry-run', 'show what would happen, per key and in which order; do nothing', false)
    .option('-l, --limit <number>', 'redrive at most this many', wholeNumber(1, MAX_REDRIVEN), 10_000)
    .addOption(timeoutOption('how long to wait for room in a workflow with many redriven records', '30s'))
    .addOption(waitOption())
    .action(({ timeout, ...values }: RedriveParsed, command: Command) => {
      const address = optionalKeyAddress(values, command);
      const problem = wrong({ timeout, ...values }, 'address' in address);
      if (problem !== undefined) command.error(`error: ${problem}`);
      const options = { ...values, ...address, action: action({ timeout, ...values }), timeoutMs: timeout };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};

export const addDeadLetters = (program: Command, handlers: DeadLettersCommands, execute: Execute): void => {
  const letters = program.command('dead-letters').description('Look at the dead letters of a route, and redrive them.');
  addList(letters, handlers.list, execute);
  addShow(letters, handlers.show, execute);
  addRedrive(letters, handlers.redrive, execute);
};
