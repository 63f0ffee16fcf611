import { COMPACTED, compactedGaps } from '../../support/compacted-gaps';
import { eventually } from '../../support/eventually';
import { interleavedAborts } from '../../support/interleaved-aborts';
import { withTopic } from '../../support/with-topic';
import { withSource } from './with-source';

const numbered = (count: number, partition?: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: `k${String(index % 7)}`,
    value: `v${String(index)}`,
    ...(partition === undefined ? {} : { partition }),
  }));

describe('what the source delivers', () => {
  it('delivers every record of a topic once and in order when nothing goes wrong, from the first record on', () =>
    withTopic({ partitions: 3 }, async (topic) => {
      await topic.produce(numbered(300));
      await withSource(topic, { groupId: 'g-once' }, async ({ handler }) => {
        await eventually(() => {
          expect(handler.delivered).toHaveLength(300);
        });
        await topic.produce(numbered(50));
        await eventually(() => {
          expect(handler.delivered).toHaveLength(350);
        });
        for (const { assigned } of handler.partitions.map((assigned) => ({ assigned }))) {
          const offsets = handler.delivered.filter((it) => it.partition === assigned).map((it) => it.record.offset);
          expect(offsets).toEqual(offsets.map((_, index) => BigInt(index)));
        }
        await eventually(async () => {
          expect(await topic.committedOffsets('g-once')).toEqual(await topic.endOffsets());
        });
      });
    }));

  it('delivers no record of an aborted transaction, and every other', () =>
    withTopic({}, async (topic) => {
      const committed = await interleavedAborts(topic);
      await withSource(topic, {}, async ({ handler }) => {
        await eventually(() => {
          expect(handler.values).toEqual(committed);
        });
      });
    }));

  it('goes past the gaps that compaction leaves, and commits to the end', () =>
    withTopic({ config: COMPACTED }, async (topic) => {
      const left = await compactedGaps(topic);
      await withSource(topic, { groupId: `g-${topic.name}` }, async ({ handler }) => {
        await eventually(() => {
          expect(handler.delivered.map(({ record }) => record.offset)).toEqual(left);
        });
        await eventually(async () => {
          expect(await topic.committedOffsets(`g-${topic.name}`)).toEqual(await topic.endOffsets());
        });
      });
    }));
});
