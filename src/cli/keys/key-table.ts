import { causeOf } from '../../model/keys/cause';
import type { ListedKey } from '../../operations/keys/list-keys';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { terminalText } from '../../terminal-text';
import { ageText } from '../command/age-text';
import { tableLines, type Column } from '../command/table';
import { headText, standingText } from './key-lines';
import { keyText } from '../../operations/keys/key-text';

export interface KeyTable {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Columns of the screen. */
  readonly width: number;
  /** A second line for each key, with its message and its workflow. */
  readonly verbose: boolean;
  /** Name the topic of each record. */
  readonly topics: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'STATUS' },
  { head: 'KEY', cut: true },
  { head: 'RECORD', cut: true },
  { head: 'WAITING', align: 'right' },
  { head: 'SINCE' },
  { head: 'WHY', cut: true },
];

const recordOf = ({ head }: ListedKey, topics: boolean): string => {
  if (head === undefined) return '';
  const place = `${head.partition}/${head.offset}`;
  return topics ? `${terminalText(head.topic, 100)}/${place}` : place;
};

/** What may have happened already comes first: whoever reads on a narrow screen must not miss it. */
const whyOf = (key: ListedKey): string => {
  const { doubts = [] } = key;
  return [...(doubts.length === 0 ? [] : ['perhaps done']), reasonOf(key)].filter((text) => text !== '').join(', ');
};

const reasonOf = ({ failure, wait, closedRunId, callback }: ListedKey): string => {
  if (closedRunId !== undefined) return 'workflow closed';
  const cause = wait?.reason ?? (failure === undefined ? undefined : causeOf(failure));
  if (cause === undefined) return callback === undefined ? '' : `callback of ${terminalText(callback.step, 64)}`;
  const destination = wait?.destination ?? failure?.destination;
  return terminalText(destination === undefined ? cause : `${cause} at ${destination}`, 120);
};

const sinceOf = ({ since }: ListedKey, now: number): string =>
  since === undefined ? '' : ageText(now - Date.parse(since));

const timeOf = ({ since }: ListedKey): number => (since === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(since));
const oldestFirst = (a: ListedKey, b: ListedKey): number => timeOf(a) - timeOf(b);

/** Keys in a table, those first that have stood longest. */
export const keyTable = (keys: readonly ListedKey[], { now, width, verbose, topics }: KeyTable): readonly string[] => {
  if (keys.length === 0) return [];
  const sorted = [...keys].sort(oldestFirst);
  const rows = sorted.map((key) => [
    standingText(key),
    keyText(key.chain),
    recordOf(key, topics),
    key.waiting === undefined ? '?' : String(key.waiting),
    sinceOf(key, now),
    whyOf(key),
  ]);
  const [heads = '', ...lines] = tableLines(COLUMNS, rows, width);
  if (!verbose) return [heads, ...lines];
  return [
    heads,
    ...lines.flatMap((line, at) => {
      const key = sorted[at];
      if (key === undefined) return [line];
      const closed = key.closedRunId === undefined ? [] : [`run ${key.closedRunId} was closed`];
      const words = [headText(key), ...closed].filter((text) => text !== '').join(', ');
      return [line, `  ${wholeCommands(words, key.workflowId, key.chain)}  [${terminalText(key.workflowId)}]`];
    }),
  ];
};
