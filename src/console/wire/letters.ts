import type { KeyAddress } from './keys';

export interface LetterRow {
  /** `partition/offset` in the dead-letter topic. */
  readonly letter: string;
  readonly state: string;
  readonly address: KeyAddress;
  readonly name: string;
  readonly record: string;
  readonly cause: string;
  readonly destination?: string;
  readonly attempts: number;
  readonly redrives: number;
  /** ISO 8601; absent if it is none that a date can have. */
  readonly time?: string;
  readonly doubts: readonly string[];
}

export interface LettersAnswer {
  readonly letters: readonly LetterRow[];
  readonly page?: string;
  /** Why there can be none: the topic does not exist. */
  readonly note?: string;
}
