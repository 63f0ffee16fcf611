// Formats dead letters as lines for people and as documents.
import type { PlannedKey, PlannedPlace } from '../../operations/dead-letters/redrive-plan';
import { doneOrDoubtful } from '../../operations/dead-letters/done-again';
import { keyText } from '../../operations/keys/key-text';
import { letterName, type StoredLetter, type WholeLetter } from '../../operations/dead-letters/stored-letter';
import { terminalLines, terminalText } from '../../terminal-text';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { keyDocument } from '../keys/key-document';
import { reasonText } from '../keys/key-lines';
import { doubtWords } from '../../model/doubts/doubt-words';
import { defined } from '../../model/defined';
import { isoTime } from '../../model/iso-time';

const NO_TIME = 'at an unknown time';

export const recordText = ({ stream, position }: StoredLetter): string =>
  `${terminalText(stream.topic, 100)}/${position.partition}/${position.offset}`;

const causeText = ({ cause, message, reason, destination }: StoredLetter): string => {
  const where = destination === undefined ? '' : ` from ${terminalText(destination, 80)}`;
  return `${terminalText(cause, 80)}${reasonText(reason)}${where}: ${terminalText(message)}`;
};

/** `done: 1, pay`, the steps of which the letter says that they are done, its children, and the first that perhaps is. */
const doubtTexts = (letter: StoredLetter): readonly string[] => {
  const before = doneOrDoubtful(letter);
  const steps = before.filter(({ cause }) => cause === 'done-before').map(({ step = 'others' }) => step);
  const children = before.filter(({ cause }) => cause === 'child-begun').map(({ step = 'others' }) => step);
  const first = before.find(({ cause }) => cause !== 'done-before' && cause !== 'child-begun');
  return [
    ...(steps.length === 0 ? [] : [`done: ${terminalText(steps.join(', '))}`]),
    ...(children.length === 0 ? [] : [`children begun: ${terminalText(children.join(', '))}`]),
    ...(first === undefined ? [] : [`perhaps done: ${terminalText(doubtWords(first))}`]),
  ];
};

/** `Warning, 0/12, done: pay, perhaps done: Step deliver at ledger may have had its effect at 2026-11-22T20:46:32.468Z (...).` */
export const doubtLine = (letter: StoredLetter): string =>
  [`Warning, ${letterName(letter)}`, ...doubtTexts(letter)].join(', ');

export const sizeText = ({ gone, size }: StoredLetter): string => {
  if (gone) return 'payload gone';
  return size === undefined ? 'tombstone' : `${size} bytes`;
};

/** `http-status from ledger: HTTP 422, done: pay, failed attempts: 1, 2026-11-22T20:46:32.468Z` */
export const letterDetails = (letter: StoredLetter): string =>
  [
    causeText(letter),
    ...doubtTexts(letter),
    `failed attempts: ${letter.attempts}`,
    isoTime(letter.time) ?? NO_TIME,
  ].join(', ');

export const letterDocument = (letter: StoredLetter): Readonly<Record<string, unknown>> => {
  const { state, chain, stream, position, cause, message, reason, destination, attempts, time, timestamp } = letter;
  const { revision, redrives, gone, size, status, doubts, done = [] } = letter;
  return {
    letter: letterName(letter),
    state,
    chain,
    key: keyDocument(letter),
    record: { topic: stream.topic, stream: stream.id, ...position },
    cause,
    message,
    ...defined({ reason, destination, status }),
    attempts,
    time: isoTime(time) ?? null,
    ...(gone ? {} : { timestamp: isoTime(timestamp) ?? null }),
    revision,
    redrives,
    ...(done.length === 0 ? {} : { done }),
    ...(doubts.length === 0 ? {} : { doubts }),
    replay: stream.replay ?? 0,
    gone,
    ...defined({ bytes: size }),
  };
};

/** Shows a letter with its record, and at most `maxBytes` of the value. */
export const shownLetterText = (letter: WholeLetter, maxBytes: number): string => {
  const { state, chain, idempotencyKey, attempts, redrives, time, original } = letter;
  const value = original.value?.subarray(0, maxBytes).toString('utf8');
  const headers = original.headers.map(
    ([name, content]) =>
      `  ${terminalText(name, 100)}: ${content === null ? '(null)' : terminalText(content.toString('utf8'))}`,
  );
  return terminalLines(
    [
      `letter     ${letterName(letter)}, ${state}, written ${isoTime(time) ?? NO_TIME}`,
      `key        ${keyText(chain)}`,
      `record     ${recordText(letter)}, ${sizeText(letter)}`,
      `cause      ${causeText(letter)}`,
      ...doubtTexts(letter).map((text) => `before     ${text}`),
      `attempts   ${attempts}, redriven before: ${redrives}`,
      ...(idempotencyKey.endsWith('.') ? [] : [`effect     ${terminalText(idempotencyKey)}`]),
      ...(headers.length === 0 ? [] : ['headers', ...headers]),
      `value      ${value === undefined ? '(none)' : terminalText(value, 2_000)}`,
    ].join('\n'),
  );
};

const PLACES: Readonly<Record<PlannedPlace, string>> = {
  first: 'before the waiting records',
  'after-held': 'behind the record that the key is at',
  last: 'at the end',
  new: 'at the end; the workflow would be started',
  closed: 'refused: the workflow was closed; `sluice keys restart` continues it',
  unknown: 'at an unknown place: no worker answered',
};
const MAX_NAMED = 20;

/** `key-1  before the waiting records: 0/12, 0/15` */
export const plannedLine = ({ workflowId, place, letters }: PlannedKey): string => {
  const names = letters.slice(0, MAX_NAMED).map(letterName).join(', ');
  const rest = letters.length > MAX_NAMED ? ` and ${letters.length - MAX_NAMED} more` : '';
  const chain = letters[0]?.chain;
  return `${keyText(chain)}  ${wholeCommands(PLACES[place], workflowId, chain)}: ${names}${rest}`;
};

export const plannedDocument = ({ workflowId, place, letters }: PlannedKey): Readonly<Record<string, unknown>> => ({
  workflowId,
  chain: letters[0]?.chain,
  place,
  letters: letters.map(letterName),
});
