import { streamLabel, type Position, type Stream, type WireRecord } from '../contract/record';
import type { Redriven } from '../contract/redrive';
import { defined } from '../defined';
import { replayEpoch } from './idempotency-key';

export interface NamedRecord {
  readonly stream: Stream;
  readonly position: Position;
  /** See `WireRecord`. */
  readonly revision?: number;
  readonly redriven?: Redriven;
}

/**
 * Names one record among all that a chain ever has, as text, so that a callback can say which it is for. With `oneUrl`
 * it is told apart by what its idempotency keys tell apart, and by nothing else: equal keys have equal URLs (I12).
 * Replays and redrives that an older version began have another name in each of their lives.
 */
export const recordName = ({ stream, position, revision = 0, redriven }: NamedRecord): string => {
  const { partition, leaderEpoch, offset } = position;
  const place = `${partition}.${leaderEpoch}.${offset}.${revision}`;
  if ((redriven ?? stream).oneUrl === true) return `${effectsLabel(stream)}.${place}`;
  const name = `${streamLabel(stream)}.${place}`;
  return redriven === undefined ? name : `${name}.${redriven.times}`;
};

/** True if a callback for `name` is for this record's effects, whichever of its lives the URL was made in. */
export const isNamed = ({ stream, redriven, ...entry }: NamedRecord, name: string): boolean => {
  const { id, topic, replay } = stream;
  const lives = [
    { ...stream, oneUrl: true as const },
    { id, topic, ...defined({ replay }) },
  ];
  return lives.some((life) => {
    const first = recordName({ ...entry, stream: life });
    const times = name.startsWith(`${first}.`) ? Number(name.slice(first.length + 1)) : 0;
    return name === first || (times > 0 && times <= (redriven?.times ?? 0));
  });
};

/** The label of what a replay with `--new-effects` sends is the one that it always had. */
const effectsLabel = (stream: Stream): string => {
  const epoch = replayEpoch(stream);
  return streamLabel({ id: stream.id, topic: stream.topic, ...(epoch === 0 ? {} : { replay: epoch }) });
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
