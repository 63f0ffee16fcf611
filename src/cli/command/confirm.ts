import { InvalidArgumentError, type Command } from 'commander';
import { GatewayError } from '../../errors';
import type { CommandContext } from './command';

/** What an operator has said beforehand to a command that asks. */
export interface Confirmed {
  /** Yes to whatever the command asks. */
  readonly yes?: boolean;
  /** Yes if no more than this many are meant. */
  readonly atMost?: number;
}

/** What a command would do. */
export interface Meant {
  readonly count: number;
  /** Some of them, in lines. */
  readonly sample: readonly string[];
  /** How many of them the sample names. @default one a line */
  readonly named?: number;
}

export const SAMPLE = 10;
const MAX_COUNT = 1_000_000_000;

const atMost = (text: string): number => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value <= MAX_COUNT) return value;
  throw new InvalidArgumentError(`Expected a whole number up to ${MAX_COUNT}.`);
};

export const atMostOption = (command: Command, what: string): Command =>
  command.option('--at-most <number>', `go on without asking if this concerns at most so many ${what}`, atMost);

export interface Question {
  /** What is to be done, such as `keys skip --all`. */
  readonly what: string;
  /** What shows beforehand what would be done. */
  readonly look: string;
  /** What must be known to answer it, in lines. */
  readonly notes?: readonly string[];
}

/**
 * Goes on if the operator wants it: said beforehand, or when asked at a terminal.
 * @throws GatewayError `unconfirmed` where nobody can be asked or too many are meant; `refused` if the answer is no.
 */
export const confirm = async (
  { yes = false, atMost: limit }: Confirmed,
  { ask }: Pick<CommandContext, 'ask'>,
  { what, look, notes = [] }: Question,
  meant: () => Promise<Meant>,
): Promise<void> => {
  if (yes) return;
  if (ask === undefined && limit === undefined) {
    const message = `${what} expects --yes, or --at-most with a number, because nobody can be asked here. ${look} shows what it would do.`;
    throw new GatewayError('unconfirmed', message);
  }
  const found = await meant();
  const { count } = found;
  if (count === 0 || (limit !== undefined && count <= limit)) return;
  if (limit !== undefined) {
    throw new GatewayError(
      'unconfirmed',
      `${what} concerns ${count}, and --at-most says ${limit}. Nothing was changed.`,
    );
  }
  const question = [...shownLines(found), ...notes, `${what}: ${count} in all. Go on? [y/N] `].join('\n');
  if (ask !== undefined && (await ask(question))) return;
  throw new GatewayError('refused', 'Nothing was changed.');
};

const shownLines = ({ count, sample, named = sample.length }: Meant): readonly string[] =>
  count > named ? [...sample, `... and ${count - named} more`] : sample;
