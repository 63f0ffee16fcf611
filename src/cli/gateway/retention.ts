import { InvalidArgumentError } from 'commander';
import { durationMs } from '../../config/checking/duration-schema';

/** How long a namespace keeps closed workflows: between an hour and a year. */
export const retentionMs = (text: string): number => {
  const value = durationMs(text);
  if (value !== undefined && value >= 3_600_000 && value <= 31_536_000_000) return value;
  throw new InvalidArgumentError("Expected a duration from '1h' to '8760h', such as '72h'.");
};
