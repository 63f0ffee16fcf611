import { streamLabel, type Position, type Stream, type WireRecord } from './contract/record';
import type { Redriven } from './contract/redrive';

export interface NamedRecord {
  readonly stream: Stream;
  readonly position: Position;
  /** See `WireRecord`. */
  readonly revision?: number;
  readonly redriven?: Redriven;
}

/**
 * Names one record among all that a chain ever has, as text, so that a callback can say which it is for. An edited,
 * replayed or redriven record is another one: what was said about its first time does not apply to this one.
 */
export const recordName = ({ stream, position, revision = 0, redriven }: NamedRecord): string => {
  const { partition, leaderEpoch, offset } = position;
  const name = `${streamLabel(stream)}.${partition}.${leaderEpoch}.${offset}.${revision}`;
  return redriven === undefined ? name : `${name}.${redriven.times}`;
};

/**
 * The revision in a record's name, which is absent unless an operator has edited it or wanted `newEffects` of it, each
 * of which makes another revision.
 */
export const revisionOf = (
  record: WireRecord | undefined,
  redriven?: Redriven,
  newEffects = 0,
): Pick<WireRecord, 'revision'> => {
  const revision = (record?.revision ?? redriven?.revision ?? 0) + newEffects;
  return revision === 0 ? {} : { revision };
};
