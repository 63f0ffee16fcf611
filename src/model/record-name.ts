import type { Position, Stream } from './record';

export interface NamedRecord {
  readonly stream: Stream;
  readonly position: Position;
}

/** One record among all that a chain ever has, as text: what a callback says that it is for. */
export const recordName = ({ stream, position: { partition, leaderEpoch, offset } }: NamedRecord): string =>
  `${stream.id}.${String(partition)}.${String(leaderEpoch)}.${offset}`;
