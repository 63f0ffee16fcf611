import type { SourceRecord } from '../../records/record-source';
import { wireBytes } from '../../records/value-decoders';
import { parseDeadLetter, type DeadLetter } from '../../dead-letters/dead-letter';
import type { LetterFate } from '../../dead-letters/letter-marker';
import type { Position, WireBytes } from '../../model/record';

/** A longer key is named by its chain alone. */
const MAX_KEY_BYTES = 4_096;

export type LetterState = 'open' | LetterFate;

/** A letter in its topic, without its payload: thousands of them may be at hand. */
export interface StoredLetter extends Omit<DeadLetter, 'original'> {
  /** In the dead-letter topic. */
  readonly at: Position;
  readonly state: LetterState;
  readonly key: WireBytes | null;
  /** Of the record's value; undefined for a tombstone, and where it is gone. */
  readonly size: number | undefined;
  /** The record's own time, milliseconds since the Unix epoch; 0 where it is gone. */
  readonly timestamp: number;
}

/** One letter with the record in it. */
export interface WholeLetter extends StoredLetter {
  readonly original: SourceRecord;
}

/** Undefined when the record is no letter. */
export const wholeLetter = (partition: number, record: SourceRecord, state: LetterState): WholeLetter | undefined => {
  const letter = parseDeadLetter(record);
  if (letter === undefined) return undefined;
  const { key, value, timestamp } = letter.original;
  return {
    ...letter,
    at: { partition, leaderEpoch: record.leaderEpoch, offset: record.offset.toString() },
    state,
    key: key === null || key.length > MAX_KEY_BYTES ? null : wireBytes(key),
    size: value?.length,
    timestamp,
  };
};

export const withoutPayload = ({ original, ...letter }: WholeLetter): StoredLetter => ({
  ...letter,
  timestamp: original.timestamp,
});

/** `2/17`: how an operator names a letter. */
export const letterName = ({ at: { partition, offset } }: Pick<StoredLetter, 'at'>): string => `${partition}/${offset}`;
