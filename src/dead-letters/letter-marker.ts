// The fate of a letter is written to its own topic, in a separate record after it: whoever reads the topic knows it,
// and nothing else has to be stored.
import type { SourceRecord } from '../records/record-source';
import { ownHeaders } from './dead-letter';

export const LETTER_FATES = ['redriven', 'dismissed'] as const;
export type LetterFate = (typeof LETTER_FATES)[number];

export interface LetterMarker {
  readonly fate: LetterFate;
  /** Offset of the letter in the marker's own partition. */
  readonly letter: bigint;
}

export const markerHeaders = ({ fate, letter }: LetterMarker): Readonly<Record<string, string>> => ({
  marker: fate,
  letter: letter.toString(),
});

/** Returns undefined if the record is no marker. */
export const parseMarker = (record: SourceRecord): LetterMarker | undefined => {
  const own = ownHeaders(record);
  const fate = LETTER_FATES.find((known) => known === own.get('marker')?.text);
  const letter = own.get('letter')?.text ?? '';
  return fate !== undefined && /^\d{1,18}$/.test(letter) ? { fate, letter: BigInt(letter) } : undefined;
};
