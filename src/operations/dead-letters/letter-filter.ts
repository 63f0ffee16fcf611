import type { StoredLetter } from './stored-letter';

/** Which letters are meant; what is absent leaves all in. */
export interface LetterFilter {
  /** Code of the failure, `http-status` for example. */
  readonly cause?: string;
  readonly destination?: string;
  readonly chain?: string;
  /** Written at this time or later, milliseconds since the Unix epoch. */
  readonly since?: number;
  /** Written before this time. */
  readonly until?: number;
}

export const matches = (
  { cause, destination, chain, since, until }: LetterFilter,
  letter: Pick<StoredLetter, 'cause' | 'destination' | 'chain' | 'time'>,
): boolean =>
  (cause === undefined || letter.cause === cause) &&
  (destination === undefined || letter.destination === destination) &&
  (chain === undefined || letter.chain === chain) &&
  (since === undefined || letter.time >= since) &&
  (until === undefined || letter.time < until);
