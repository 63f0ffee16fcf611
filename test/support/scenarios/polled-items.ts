import { eventually } from '../../../harness/eventually';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { bodyOf } from '../../../harness/published';
import { readCommitted } from '../../../harness/read-committed';

const WITHIN_MS = 240_000;

/** What a `read_committed` reader sees of the only agent: each item once, in order. */
export const polledSeqs = async (target: KafkaTopic): Promise<readonly number[]> =>
  (await readCommitted(target)).map((record) => bodyOf(record).seq);

export const upTo = (size: number): readonly number[] => Array.from({ length: size }, (_, seq) => seq);

/** Checks cheaply at first, because the reader is a separate process. */
export const untilPolled = async (target: KafkaTopic, size: number): Promise<void> => {
  await eventually(
    async () => {
      const written = (await target.endOffsets()).reduce((sum, end) => sum + end, 0n);
      if (written < BigInt(size)) throw new Error(`${written} offsets of ${size} items`);
    },
    { everyMs: 100, withinMs: WITHIN_MS },
  );
  await eventually(
    async () => {
      expect((await polledSeqs(target)).length).toBeGreaterThanOrEqual(size);
    },
    { everyMs: 1_000, withinMs: WITHIN_MS },
  );
};
