import type { EffectRecorder, RecordedCall } from './effect-recorder';
import type { TopicRecord } from './kafka-topic';

export interface KeyedRecords {
  readonly keys: number;
  readonly perKey: number;
  /** First sequence number. Default 0. */
  readonly from?: number;
}

export interface EffectBody {
  readonly key: string;
  readonly seq: number;
}

/** Returns `perKey` records for each of `keys` keys, interleaved as they would arrive and numbered within their key. */
export const keyedRecords = ({ keys, perKey, from = 0 }: KeyedRecords): readonly TopicRecord[] =>
  Array.from({ length: keys * perKey }, (_, index) => {
    const key = `key-${index % keys}`;
    return { key, value: JSON.stringify({ key, seq: from + Math.floor(index / keys) } satisfies EffectBody) };
  });

export const bodyOf = (call: RecordedCall): EffectBody => JSON.parse(call.body.toString()) as EffectBody;

const byKey = (calls: readonly RecordedCall[]): ReadonlyMap<string, readonly RecordedCall[]> => {
  const groups = new Map<string, RecordedCall[]>();
  for (const call of calls) {
    const { key } = bodyOf(call);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return groups;
};

/** What a receiver saw, in terms of the guarantee; all zero if it was kept. */
export interface Verdict {
  readonly lost: number;
  /** Effects beyond one per record: two idempotency keys for the same record. */
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Position tokens that did not grow from one effect of a key to the next. */
  readonly tokensBack: number;
}

export const KEPT: Verdict = { lost: 0, doubled: 0, outOfOrder: 0, tokensBack: 0 };

/** Judges what arrived outside: each record once by its idempotency key, in the order of its key. */
export const judge = (recorder: Pick<EffectRecorder, 'effects'>, { keys, perKey }: KeyedRecords): Verdict => {
  const groups = byKey(recorder.effects);
  let lost = 0;
  let doubled = 0;
  let outOfOrder = 0;
  let tokensBack = 0;
  for (let index = 0; index < keys; index += 1) {
    const effects = groups.get(`key-${index}`) ?? [];
    const seqs = effects.map((effect) => bodyOf(effect).seq);
    const distinct = new Set(seqs);
    lost += perKey - distinct.size;
    doubled += seqs.length - distinct.size;
    outOfOrder += seqs.filter((seq, at) => at > 0 && seq <= (seqs[at - 1] ?? -1)).length;
    tokensBack += effects.filter(({ token }, at) => at > 0 && token <= (effects[at - 1]?.token ?? 0)).length;
  }
  return { lost, doubled, outOfOrder, tokensBack };
};

/** Pairs of calls of one key that were in flight at the same time (I6). */
export const overlaps = (recorder: EffectRecorder): number => {
  let count = 0;
  for (const calls of byKey(recorder.calls).values()) {
    count += calls.filter((call, at) => at > 0 && call.startedAt < (calls[at - 1]?.endedAt ?? Infinity)).length;
  }
  return count;
};
