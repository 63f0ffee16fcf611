// Converts command-line texts to values; an invalid text is a usage error.
import { InvalidArgumentError } from 'commander';
import { durationMs } from '../../config/checking/duration-schema';
import type { WireHeader } from '../../model/contract/record';

/** Accepts whole numbers from `min` to `max`. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };

/** An offset stays text: it may exceed what a number can hold. */
export const offset = (text: string): string => {
  if (/^\d{1,19}$/.test(text)) return text.replace(/^0+(?=\d)/, '');
  throw new InvalidArgumentError('Expected an offset: a whole number of at most 19 digits.');
};

export const base64Bytes = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')) return bytes;
  throw new InvalidArgumentError('Expected base64.');
};

export const timeSpanMs = (text: string): number => {
  const value = durationMs(text);
  if (value !== undefined && value <= 3_600_000) return value;
  throw new InvalidArgumentError("Expected a duration of at most '1h', such as '30s'.");
};

/** `name=value`, where the value may be empty. */
export const headerPair = (text: string): WireHeader => {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new InvalidArgumentError('Expected name=value, with a name of at least one character.');
};

/** Collects the values of an option that may be given several times. */
export const repeated =
  <T>(parse: (text: string) => T) =>
  (text: string, before: readonly T[]): readonly T[] => [...before, parse(text)];
