import type { RecordWork } from '../../model/contract/effect-contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { isSafe } from '../../model/doubts/is-safe';
import { repeatsEffects } from '../../model/records/repeats-effects';
import type { Destination } from '../destinations/call/destination';
import type { PreparedEffect } from './prepared-effect';

/** The clocks of producers may differ from ours by so much. */
const AHEAD_MS = 3_600_000;

/**
 * What may have happened of an effect that a replay repeats under its first idempotency key, if the API may have
 * forgotten that key (I12). An older version began the replays that are not marked: what they send is sent as it was.
 */
export const replayedDoubt = (
  { stream, revision, redriven }: Pick<RecordWork, 'stream' | 'revision' | 'redriven'>,
  { effect, producedAt }: PreparedEffect,
  { idempotencyWindowMs = Infinity }: Pick<Destination, 'idempotencyWindowMs'> = { idempotencyWindowMs: undefined },
  now: number,
): UnknownOutcome | undefined => {
  if (isSafe(effect)) return undefined;
  // A letter does not keep how its replay began, and its redrive tells of itself which version began that.
  if (!repeatsEffects(stream) || (redriven ?? stream).oneUrl !== true || stream.sure === true) return undefined;
  if (revision !== undefined || producedAt === undefined) return undefined;
  const since = likelySince(producedAt, now);
  if (now - since < idempotencyWindowMs || idempotencyWindowMs === Infinity) return undefined;
  const { step, destination } = effect;
  return { step, destination, since, cause: 'replayed' };
};

/** A producer may have set any time. One that lies ahead says nothing of when the first call was, nor does a negative one. */
const likelySince = (producedAt: number, now: number): number =>
  producedAt > now + AHEAD_MS ? 0 : Math.max(0, Math.trunc(producedAt));
