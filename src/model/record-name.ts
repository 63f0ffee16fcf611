import type { Position, Stream } from './record';
import { streamLabel } from './stream-label';

export interface NamedRecord {
  readonly stream: Stream;
  readonly position: Position;
  /** See `WireRecord`. */
  readonly revision?: number;
}

/** One record among all of its chain, as text: what a callback says that it is for. Edited or replayed it is another. */
export const recordName = ({ stream, position, revision = 0 }: NamedRecord): string => {
  const { partition, leaderEpoch, offset } = position;
  return `${streamLabel(stream)}.${String(partition)}.${String(leaderEpoch)}.${offset}.${String(revision)}`;
};
