import type { Position, Stream } from '../contract/record';

export interface EffectIdentity {
  readonly gateway: string;
  readonly stream: Stream;
  readonly position: Position;
  readonly step: string;
  /** Revision of a record that an operator has edited, see `WireRecord`. */
  readonly revision?: number;
}

/** The replay epoch of a stream's effects: 0, except for replays that must repeat effects. */
export const replayEpoch = ({ effects }: Stream): number => effects ?? 0;

/**
 * Names one effect for ever (I5): a pure function of what causes the effect, and of nothing that a retry, a restart, a
 * continue-as-new or another machine could change.
 *
 * An edited record makes another request, and APIs refuse a known key with another body, so its revision is in the
 * segment of the replay epoch: `0-1` for the first edit.
 *
 * NEVER CHANGE this format. A receiver that saw the old form would take the new one for another effect and do it twice.
 * `test/unit/model/names/idempotency-key.test.ts` holds golden values.
 */
export const idempotencyKey = ({ gateway, stream, position, revision = 0, step }: EffectIdentity): string => {
  const replayed = replayEpoch(stream);
  const epoch = revision === 0 ? String(replayed) : `${replayed}-${revision}`;
  return `${gateway}.${stream.id}.${position.partition}.${position.leaderEpoch}.${position.offset}.${epoch}.${step}`;
};
