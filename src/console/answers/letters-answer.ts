import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import { defined } from '../../model/defined';
import { doubtWords } from '../../model/doubts/doubt-words';
import { isoTime } from '../../model/iso-time';
import { doneOrDoubtful } from '../../operations/dead-letters/done-again';
import { LetterLog, type LetterPlace } from '../../operations/dead-letters/letter-log';
import { withoutLetters } from '../../operations/dead-letters/without-letters';
import {
  letterCause,
  letterName,
  type LetterState,
  type StoredLetter,
} from '../../operations/dead-letters/stored-letter';
import { keyText } from '../../operations/keys/key-text';
import { assertFilters, routeNamed } from '../../operations/named';
import { terminalText } from '../../terminal-text';
import type { LettersAsked } from '../port/console-port';
import type { LetterRow, LettersAnswer } from '../wire/letters';
import { keyAddress, placeText } from './key-row';

const LETTERS = 100;
const DOUBTS = 5;
const STATES = {
  open: ['open'],
  redriven: ['redriven'],
  dismissed: ['dismissed'],
  all: ['open', 'redriven', 'dismissed'],
} as const;

/** @throws GatewayError `refused` if the text names no place of a dead-letter topic. */
export const letterPlace = (text: string): LetterPlace => {
  const [, partition, offset] = /^(\d{1,9})\/(\d{1,19})$/.exec(text) ?? [];
  if (partition !== undefined && offset !== undefined) return { partition: Number(partition), offset: BigInt(offset) };
  throw new GatewayError('refused', 'Expected partition/offset of a dead letter.');
};

const rowOf = (route: string, letter: StoredLetter): LetterRow => {
  const { state, chain, stream, position, destination, attempts, redrives, time } = letter;
  return {
    letter: letterName(letter),
    state,
    address: keyAddress(route, chain),
    name: keyText(chain),
    record: placeText({ topic: stream.topic, ...position }),
    cause: terminalText(letterCause(letter), 80),
    ...(destination === undefined ? {} : { destination: terminalText(destination, 80) }),
    attempts,
    redrives,
    ...defined({ time: isoTime(time) }),
    doubts: doneOrDoubtful(letter)
      .slice(0, DOUBTS)
      .map((doubt) => terminalText(doubtWords(doubt))),
  };
};

/** @throws GatewayError `unknown-name`, `kafka-unreachable` */
export const lettersAnswer = async (config: ResolvedConfig, asked: LettersAsked, log: Log): Promise<LettersAnswer> => {
  const route = routeNamed(config, asked.route);
  const states: readonly LetterState[] = STATES[asked.state as keyof typeof STATES];
  const { cause, destination, since, page } = asked;
  assertFilters(config, defined({ destination, error: cause }));
  const letters = await LetterLog.openIfThere(config, route, log);
  if (letters === undefined) return { letters: [], note: withoutLetters(config, route) };
  try {
    const from = page === undefined ? undefined : letterPlace(page);
    const found = await letters.page(defined({ cause, destination, since }), new Set(states), LETTERS, from);
    const { next } = found;
    return {
      letters: found.letters.map((letter) => rowOf(route.name, letter)),
      ...(next === undefined ? {} : { page: `${next.partition}/${next.offset}` }),
    };
  } finally {
    await letters.close();
  }
};
