import type { EffectRecorder, RecordedCall } from '../../../harness/effect-recorder';
import { bodyOf } from '../../../harness/keyed-records';

/** Returns the replay epoch in a call's idempotency key. */
export const epochOf = ({ idempotencyKey }: RecordedCall): number => Number(idempotencyKey.split('.').at(-2));

/** Counts the calls of each record, by `key/seq`. */
export const callsByRecord = (api: EffectRecorder): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const call of api.calls) {
    const { key, seq } = bodyOf(call);
    const record = `${key}/${seq}`;
    counts.set(record, (counts.get(record) ?? 0) + 1);
  }
  return counts;
};

/** Counts calls from index `from` on that precede an earlier record of their key and replay epoch. */
export const outOfOrder = (calls: readonly RecordedCall[]): number => {
  const last = new Map<string, number>();
  let count = 0;
  for (const call of calls) {
    const { key, seq } = bodyOf(call);
    const lane = `${key} ${epochOf(call)}`;
    if (seq <= (last.get(lane) ?? -1)) count += 1;
    last.set(lane, seq);
  }
  return count;
};
