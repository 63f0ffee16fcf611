// The fate of a letter is written to its own topic, in a separate record after it: whoever reads the topic knows it,
// and nothing else has to be stored.
import type { SourceRecord } from '../records/record-source';
import { HEADER_PREFIX, hasLetterId } from './own-headers';

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

/** Returns undefined if the record is no marker. A letter is none, though its record may have the headers of one. */
export const parseMarker = (record: SourceRecord): LetterMarker | undefined => {
  if (record.key !== null || record.value !== null || hasLetterId(record)) return undefined;
  const text = (own: string): string =>
    record.headers.find(([name]) => name === HEADER_PREFIX + own)?.[1]?.toString('utf8') ?? '';
  const fate = LETTER_FATES.find((known) => known === text('marker'));
  const letter = text('letter');
  return fate !== undefined && /^\d{1,18}$/.test(letter) ? { fate, letter: BigInt(letter) } : undefined;
};
