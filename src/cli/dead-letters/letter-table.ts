import { doneOrDoubtful } from '../../operations/dead-letters/done-again';
import { letterCause, letterName, type StoredLetter } from '../../operations/dead-letters/stored-letter';
import { keyText } from '../../operations/keys/key-text';
import { terminalText } from '../../terminal-text';
import { ageText } from '../command/age-text';
import { tableLines, type Column } from '../command/table';
import { letterDetails, recordText, sizeText } from './letter-lines';

export interface LetterTable {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Columns of the screen. */
  readonly width: number;
  /** A second line for each letter, with its message and what was done before. */
  readonly verbose: boolean;
  /** Name the topic of each record. */
  readonly topics: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'LETTER' },
  { head: 'STATE' },
  { head: 'KEY', cut: true },
  { head: 'RECORD', cut: true },
  { head: 'SIZE' },
  { head: 'AGE' },
  { head: 'WHY', cut: true },
];

/** What has happened already, or may have, comes first: whoever reads on a narrow screen must not miss it. */
const whyOf = (letter: StoredLetter): string => {
  const { destination } = letter;
  const cause = letterCause(letter);
  const before = doneOrDoubtful(letter).length === 0 ? '' : 'perhaps done, ';
  return terminalText(`${before}${destination === undefined ? cause : `${cause} at ${destination}`}`, 120);
};

/** Letters in a table, in the order in which they come. */
export const letterTable = (
  letters: readonly StoredLetter[],
  { now, width, verbose, topics }: LetterTable,
): readonly string[] => {
  if (letters.length === 0) return [];
  const rows = letters.map((letter) => [
    letterName(letter),
    letter.state,
    keyText(letter.chain),
    topics ? recordText(letter) : `${letter.position.partition}/${letter.position.offset}`,
    sizeText(letter),
    ageText(now - letter.time),
    whyOf(letter),
  ]);
  const [heads = '', ...lines] = tableLines(COLUMNS, rows, width);
  const details = letters.map((letter) => `  ${letterDetails(letter)}`);
  return [heads, ...lines.flatMap((line, at) => (verbose ? [line, details[at] ?? ''] : [line]))];
};
