import fc from 'fast-check';
import { idempotencyKey } from '../../../../src/model/names/idempotency-key';
import { nextRevision } from '../../../../src/model/records/next-revision';
import { isRevision } from '../../../../src/model/wire/record-shapes';

const STREAM = { id: 's', topic: 't' };
const keyOf = (stream: { replay?: number; effects?: number }, revision: number): string =>
  idempotencyKey({
    ...{ gateway: 'g', stream: { ...STREAM, ...stream }, step: 'pay', revision },
    position: { partition: 0, leaderEpoch: 0, offset: '7' },
  });

test('The revisions of a record that was not replayed, or under keys of its own, are counted on.', () => {
  expect([0, 1, 7].map((before) => nextRevision({}, before))).toEqual([1, 2, 8]);
  expect(nextRevision({ replay: 3, effects: 3 }, 0)).toBe(1);
  expect([0, 30_001].map((before) => nextRevision({ replay: 3 }, before))).toEqual([30_001, 30_002]);
  expect(nextRevision({ replay: 3 }, 30_001, 4)).toBe(30_006);
});

test('I12: No two lives of a record give two of its edits one idempotency key.', () => {
  const life = fc.record({ replay: fc.nat(50), own: fc.boolean(), edits: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(fc.uniqueArray(life, { selector: ({ replay }) => replay }), (lives) => {
      const keys = lives.flatMap(({ replay, own, edits }) => {
        const stream = replay === 0 ? {} : { replay, ...(own ? { effects: replay } : {}) };
        let revision = 0;
        return Array.from({ length: edits }, () => keyOf(stream, (revision = nextRevision(stream, revision))));
      });
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

test('A revision is one that travels, whatever number a replay has.', () => {
  for (const replay of [1, 214_000, 2 ** 31, Number.MAX_SAFE_INTEGER])
    expect(isRevision(nextRevision({ replay }, 0))).toBe(true);
});
