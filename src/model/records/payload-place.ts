import type { Position, Stream } from '../contract/record';
import type { Redriven } from '../contract/redrive';
import type { Reference } from './reference-runs';

interface Placed {
  readonly stream: Stream;
  readonly position: Position;
  readonly redriven?: Redriven;
}

/** Where in Kafka the payload of a record is. A redriven record's is in its letter. */
export const payloadPlace = ({ stream, position, redriven }: Placed): Reference =>
  redriven === undefined ? { stream, position } : redriven.letter;

/** True if one read may ask for both, which must be records or letters of the same partition and leader epoch. */
export const shareRead = (one: Placed, other: Placed): boolean => {
  const [a, b] = [payloadPlace(one), payloadPlace(other)];
  return (
    (one.redriven === undefined) === (other.redriven === undefined) &&
    a.stream.id === b.stream.id &&
    a.position.partition === b.position.partition &&
    a.position.leaderEpoch === b.position.leaderEpoch
  );
};
