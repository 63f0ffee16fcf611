import { z } from 'zod';

export interface OptionWords {
  readonly about: string;
  /** Environment variable that sets the option if the file does not. */
  readonly variable?: string;
  /** The default in words, if it is not a plain value. */
  readonly standard?: string;
}

export const optionWords = z.registry<OptionWords>();

export const about = (text: string, more: Omit<OptionWords, 'about'> = {}): [typeof optionWords, OptionWords] => [
  optionWords,
  { about: text, ...more },
];
