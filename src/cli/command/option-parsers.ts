// Converts command-line texts to values; an invalid text is a usage error.
import { InvalidArgumentError } from 'commander';
import { durationMs } from '../../config/checking/duration-schema';
import { errorText } from '../../errors';
import { AGENT_NAME } from '../../model/agent-names';
import type { LetterPlace } from '../../operations/dead-letters/letter-log';
import type { WireHeader } from '../../model/contract/record';
import type { ReplayStart } from '../../model/route-control';

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

/** How long a namespace keeps closed workflows: between an hour and a year. */
export const retentionMs = (text: string): number => {
  const value = durationMs(text);
  if (value !== undefined && value >= 3_600_000 && value <= 31_536_000_000) return value;
  throw new InvalidArgumentError("Expected a duration from '1h' to '8760h', such as '72h'.");
};

/** `2/17`: a partition and an offset in a dead-letter topic. */
export const letterPlace = (text: string): LetterPlace => {
  const [, partition, at] = /^(\d{1,9})\/(\d{1,18})$/.exec(text) ?? [];
  if (partition !== undefined && at !== undefined) return { partition: Number(partition), offset: BigInt(at) };
  throw new InvalidArgumentError('Expected partition/offset in the dead-letter topic, such as 0/17.');
};

/** Returns milliseconds since the Unix epoch for a point in time, or for as long ago as a duration says. */
export const pointInTime = (text: string): number => {
  const ago = durationMs(text);
  const time = ago === undefined ? Date.parse(text) : Date.now() - ago;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError("Expected a time such as '2026-11-22T20:00:00Z', or how long ago, such as '2h'.");
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

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** `earliest`, an offset, a time with its zone, or a duration that ends now. */
export const replayStart =
  (now: () => number) =>
  (text: string): ReplayStart => {
    if (text === 'earliest') return { earliest: true };
    if (/^\d{1,19}$/.test(text)) return { offset: offset(text) };
    const ago = durationMs(text);
    const timeMs = ago === undefined ? (TIME.test(text) ? Date.parse(text) : NaN) : now() - ago;
    if (Number.isSafeInteger(timeMs) && timeMs >= 0) return { timeMs };
    throw new InvalidArgumentError("Expected an offset, a time such as 2026-11-22T20:00:00Z, '2h' (ago), or earliest.");
  };

export const agentName = (text: string): string => {
  if (AGENT_NAME.test(text)) return text;
  throw new InvalidArgumentError("Expected 1 to 100 letters, digits, '.', '_', ':', '@' or '-'.");
};

/** Any JSON, wrapped because null is a valid value. A number that JavaScript would change is refused. */
export const jsonValue = (text: string): { readonly value: unknown } => {
  try {
    const value: unknown = JSON.parse(text, (_name, part: unknown) => {
      if (typeof part !== 'number' || !Number.isInteger(part) || Number.isSafeInteger(part)) return part;
      throw new InvalidArgumentError('Expected numbers below 2^53: larger ones are not exact. Write them as text.');
    });
    return { value };
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(`Expected JSON, such as '{"page": 7}' or '"abc"': ${errorText(error)}`);
  }
};
