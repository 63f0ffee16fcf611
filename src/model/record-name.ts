import { streamLabel, type Position, type Stream, type WireRecord } from './record';
import type { Redriven } from './redrive';

export interface NamedRecord {
  readonly stream: Stream;
  readonly position: Position;
  /** See `WireRecord`. */
  readonly revision?: number;
  readonly redriven?: Redriven;
}

/**
 * One record among all that a chain ever has, as text: what a callback says that it is for. An edited or replayed one is
 * another, and so is one that was redriven: what was said of its first time is not said of this one.
 */
export const recordName = ({ stream, position, revision = 0, redriven }: NamedRecord): string => {
  const { partition, leaderEpoch, offset } = position;
  const name = `${streamLabel(stream)}.${partition}.${leaderEpoch}.${offset}.${revision}`;
  return redriven === undefined ? name : `${name}.${redriven.times}`;
};

/** The revision that a record is named with: none, unless an operator has edited it. */
export const revisionOf = (record: WireRecord | undefined, redriven?: Redriven): Pick<WireRecord, 'revision'> => {
  const revision = record?.revision ?? redriven?.revision;
  return revision === undefined ? {} : { revision };
};
