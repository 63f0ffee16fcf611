import type { WireRecord } from '../model/record';
import { defined } from '../model/defined';

/** The record by position, with all of its payload left in Kafka. `bytes`: size of what is left there. */
export const bareReference = (
  { partition, leaderEpoch, offset, key, timestamp, chain }: WireRecord,
  bytes: number,
): WireRecord => ({
  partition,
  leaderEpoch,
  offset,
  key,
  timestamp,
  ...defined({ chain }),
  value: { reference: bytes },
});

export const isBareReference = ({ value, headers }: WireRecord): boolean =>
  'reference' in value && headers === undefined;
