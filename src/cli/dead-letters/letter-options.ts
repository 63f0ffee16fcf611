// Options that name dead letters.
import { InvalidArgumentError } from 'commander';
import { durationMs } from '../../config/checking/duration-schema';
import type { LetterPlace } from '../../operations/dead-letters/letter-log';

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
