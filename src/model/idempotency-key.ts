import type { Position, Stream } from './record';

export interface EffectIdentity {
  readonly gateway: string;
  readonly stream: Stream;
  readonly position: Position;
  readonly replayEpoch: number;
  readonly step: string;
}

/**
 * Name of one effect for ever (I5): a pure function of what the effect answers to, and of nothing that a retry, a
 * restart, a continue-as-new or another machine could change.
 *
 * NEVER CHANGE this format. A receiver that saw the old form would take the new one for another effect and do it twice.
 * `test/unit/model/idempotency-key.test.ts` holds golden values.
 */
export const idempotencyKey = ({ gateway, stream, position, replayEpoch, step }: EffectIdentity): string =>
  `${gateway}.${stream.id}.${String(position.partition)}.${String(position.leaderEpoch)}.${position.offset}.${String(replayEpoch)}.${step}`;
