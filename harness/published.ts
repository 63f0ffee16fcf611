import { eventually } from './eventually';
import type { KafkaTopic, TopicRecord } from './kafka-topic';
import type { KeyedRecords } from './keyed-records';
import { readCommitted, type CommittedRecord } from './read-committed';

const WITHIN_MS = 240_000;

export interface PublishedBody {
  readonly key: string;
  readonly seq: number;
  readonly count: number;
}

/** Records for the fixture's publishing handlers: like `keyedRecords`, and each says where to publish to. */
export const publisherRecords = (
  { keys, perKey, from = 0 }: KeyedRecords,
  to: string,
  more: (seq: number) => object = () => ({}),
): readonly TopicRecord[] =>
  Array.from({ length: keys * perKey }, (_, index) => {
    const key = `key-${index % keys}`;
    const seq = from + Math.floor(index / keys);
    return { key, value: JSON.stringify({ key, seq, to, ...more(seq) }) };
  });

export const bodyOf = ({ value }: CommittedRecord): PublishedBody =>
  JSON.parse(value?.toString() ?? '{}') as PublishedBody;

const idOf = ({ headers }: CommittedRecord): string =>
  headers.find(([name]) => name === 'sluice.id')?.[1]?.toString() ?? '';

/** What a `read_committed` reader saw, in terms of the guarantee; all zero if it was kept. */
export interface PublishedVerdict {
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Records that share their id with another one. */
  readonly sharedIds: number;
}

export const ONCE: PublishedVerdict = { lost: 0, doubled: 0, outOfOrder: 0, sharedIds: 0 };

/** Judges what the Java reader saw: each record of each key once, in order. */
export const judgePublished = (
  records: readonly CommittedRecord[],
  { keys, perKey }: KeyedRecords,
): PublishedVerdict => {
  const byKey = new Map<string, number[]>();
  for (const record of records) {
    const { key, seq } = bodyOf(record);
    byKey.set(key, [...(byKey.get(key) ?? []), seq]);
  }
  let lost = 0;
  let doubled = 0;
  let outOfOrder = 0;
  for (let index = 0; index < keys; index += 1) {
    const seqs = byKey.get(`key-${index}`) ?? [];
    const distinct = new Set(seqs);
    lost += perKey - distinct.size;
    doubled += seqs.length - distinct.size;
    outOfOrder += seqs.filter((seq, at) => at > 0 && seq <= (seqs[at - 1] ?? -1)).length;
  }
  return { lost, doubled, outOfOrder, sharedIds: records.length - new Set(records.map(idOf)).size };
};

/** Resolves when a `read_committed` reader sees that many records. */
export const untilPublished = async (topic: KafkaTopic, atLeast: number): Promise<void> => {
  // Offsets include markers and aborted records, but checking them first is cheap.
  await eventually(
    async () => {
      const written = (await topic.endOffsets()).reduce((sum, end) => sum + end, 0n);
      if (written < BigInt(atLeast)) throw new Error(`${written} offsets of ${atLeast} records`);
    },
    { everyMs: 100, withinMs: WITHIN_MS },
  );
  await eventually(
    async () => {
      const { length } = await readCommitted(topic);
      if (length < atLeast) throw new Error(`${length} of ${atLeast} records are published`);
    },
    { everyMs: 2_000, withinMs: WITHIN_MS },
  );
};
