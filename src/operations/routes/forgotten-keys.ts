// I12: a replay repeats effects under their first idempotency keys, which APIs may have forgotten.
import type { Admin } from 'kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { PlannedPartition } from './replay-plan';

export interface ForgottenKeys {
  /** The destination that forgets first. */
  readonly destination: string;
  readonly windowMs: number;
  /** Offsets of the replay that are older than its window. */
  readonly offsets: bigint;
}

/** The destination of the route that forgets first; a handler may call any. Undefined if none is said to forget. */
export const firstToForget = (
  { destinations }: Pick<ResolvedConfig, 'destinations'>,
  { deliver, publish }: Pick<ResolvedRoute, 'deliver' | 'publish'>,
): Omit<ForgottenKeys, 'offsets'> | undefined => {
  if (publish !== undefined) return undefined;
  const called = Array.from(destinations).flatMap(([destination, { idempotencyWindowMs: windowMs }]) =>
    windowMs === undefined || (deliver !== undefined && deliver.to !== destination) ? [] : [{ destination, windowMs }],
  );
  return called.sort((one, other) => one.windowMs - other.windowMs)[0];
};

/** `youngEnough`: the first offset of each partition from which on keys are remembered. */
export const olderOffsets = (planned: readonly PlannedPartition[], youngEnough: ReadonlyMap<string, bigint>): bigint =>
  planned.reduce((sum, { stream, partition, from, to }) => {
    const young = youngEnough.get(`${stream.topic}/${partition}`) ?? to;
    const end = young < to ? young : to;
    return end > from ? sum + end - from : sum;
  }, 0n);

/** What APIs may have forgotten of what a replay repeats; undefined if nothing. */
export const forgottenKeys = async (
  admin: Admin,
  config: ResolvedConfig,
  route: ResolvedRoute,
  planned: readonly PlannedPartition[],
): Promise<ForgottenKeys | undefined> => {
  const first = firstToForget(config, route);
  if (first === undefined) return undefined;
  const youngEnough = new Map<string, bigint>();
  for (const topic of new Set(planned.map(({ stream }) => stream.topic))) {
    for (const { partition, offset } of await admin.fetchTopicOffsetsByTimestamp(topic, Date.now() - first.windowMs)) {
      youngEnough.set(`${topic}/${partition}`, BigInt(offset));
    }
  }
  const offsets = olderOffsets(planned, youngEnough);
  return offsets === 0n ? undefined : { ...first, offsets };
};

/** Says it to an operator. */
export const forgottenWords = ({ destination, windowMs, offsets }: ForgottenKeys): string =>
  `${offsets} of these offsets are older than the ${windowMs / 1_000} s for which ${destination} remembers idempotency keys (idempotencyWindow): what it has done for their records would be done again. --yes replays them all the same; --new-effects repeats everything on purpose.`;
