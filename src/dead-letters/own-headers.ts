// Which headers of a record in a dead-letter topic are ours. A record may have any headers itself, also those of another
// letter, so their names say nothing: their place does. Of ours `sluice.id` comes first, and only ours follow it.
import type { SourceRecord } from '../records/record-source';

/** Our headers start with this; originals with such a name keep it and precede ours. */
export const HEADER_PREFIX = 'sluice.';

/** The names of our headers in a letter, without the prefix. */
export const LETTER_HEADERS = [
  'id',
  'cause',
  'message',
  'reason',
  'destination',
  'step',
  'status',
  'attempts',
  'time',
  'gateway',
  'route',
  'chain',
  'topic',
  'stream',
  'partition',
  'leader-epoch',
  'offset',
  'timestamp',
  'replay',
  'replay-epoch',
  'revision',
  'redrives',
  'idempotency-key',
  'null-headers',
  'payload',
  'edit-of',
  'doubts',
  'done',
  'unknown-revisions',
] as const;
export type LetterHeader = (typeof LETTER_HEADERS)[number];

/** Those that each letter and each edit has, never empty. */
const ALWAYS: readonly LetterHeader[] = [
  ...(['id', 'cause', 'time', 'gateway', 'route', 'chain'] as const),
  ...(['topic', 'stream', 'partition', 'leader-epoch', 'offset'] as const),
];

export interface OwnHeaders {
  /** Texts of our headers by their names without the prefix. */
  readonly own: ReadonlyMap<string, string>;
  /** The headers of the record itself. */
  readonly originals: SourceRecord['headers'];
}

export const ownHeaders = ({ headers }: SourceRecord): OwnHeaders => {
  const start = headers.findLastIndex(([name]) => name === ID);
  const block = start === -1 ? [] : headers.slice(start);
  const own = texts(block);
  const whole = own.size === block.length && !own.has('') && ALWAYS.every((name) => own.has(name));
  return whole ? { own, originals: headers.slice(0, start) } : lastOfEachName(headers);
};

/** All letters have one, and no marker. */
export const hasLetterId = ({ headers }: SourceRecord): boolean => headers.some(([name]) => name === ID);

const ID = `${HEADER_PREFIX}id`;
const OURS: ReadonlySet<string> = new Set(LETTER_HEADERS);

/** Returns '' for a name that is none of ours. */
const withoutPrefix = (name: string): string =>
  name.startsWith(HEADER_PREFIX) ? name.slice(HEADER_PREFIX.length) : '';

const texts = (headers: SourceRecord['headers']): ReadonlyMap<string, string> =>
  new Map(headers.map(([name, value]) => [withoutPrefix(name), value?.toString('utf8') ?? '']));

/** Early versions moved headers of one name together, so that ours stand behind the originals of their names. */
const lastOfEachName = (headers: SourceRecord['headers']): OwnHeaders => {
  const last = new Map(headers.map(([name], index) => [name, index]));
  const isOurs = ([name]: SourceRecord['headers'][number], index: number): boolean =>
    OURS.has(withoutPrefix(name)) && last.get(name) === index;
  return { own: texts(headers.filter(isOurs)), originals: headers.filter((header, index) => !isOurs(header, index)) };
};
