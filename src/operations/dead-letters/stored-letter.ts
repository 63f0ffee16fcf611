import type { SourceRecord } from '../../records/record-source';
import { wireBytes } from '../../records/value-decoders';
import { parseDeadLetter, type DeadLetter } from '../../dead-letters/dead-letter';
import type { LetterFate } from '../../dead-letters/letter-marker';
import { causeOf } from '../../model/keys/cause';
import type { Position, WireBytes } from '../../model/contract/record';

/** A longer key is identified by its chain only. */
const MAX_KEY_BYTES = 4_096;

export type LetterState = 'open' | LetterFate;

/** A letter in its topic, without its payload: thousands may be in memory. */
export interface StoredLetter extends Omit<DeadLetter, 'original'> {
  /** Its position in the dead-letter topic. */
  readonly at: Position;
  readonly state: LetterState;
  readonly key: WireBytes | null;
  /** Size of the record's value; undefined for a tombstone, and if the value is gone. */
  readonly size: number | undefined;
  /** The record's own time in milliseconds since the Unix epoch; 0 if the record is gone. */
  readonly timestamp: number;
}

/** One letter with its record. */
export interface WholeLetter extends StoredLetter {
  readonly original: SourceRecord;
}

/** Returns undefined if the record is no letter. */
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

/** `http-status:410`: why the record failed, as filters take it. */
export const letterCause = ({ cause, status }: Pick<StoredLetter, 'cause' | 'status'>): string =>
  causeOf({ code: cause, status });

/** `2/17`: an operator's name for a letter. */
export const letterName = ({ at: { partition, offset } }: Pick<StoredLetter, 'at'>): string => `${partition}/${offset}`;
