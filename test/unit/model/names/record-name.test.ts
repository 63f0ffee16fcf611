import * as fc from 'fast-check';
import { type NamedRecord, isNamed, recordName } from '../../../../src/model/names/record-name';
import { idempotencyKey } from '../../../../src/model/names/idempotency-key';

const stream = { id: 's1', topic: 't' };
const position = { partition: 0, leaderEpoch: 1, offset: '7' };
const letter = { stream: { id: 'l', topic: 'letters' }, position };
const redriven = (times: number) => ({ times, letter, oneUrl: true as const });

const few = fc.integer({ min: 1, max: 3 });
const streams = fc
  .record({ id: fc.constantFrom('s1', 's1-1', 's2'), replay: fc.option(few) })
  .map(({ id, replay }) => ({
    id,
    topic: 't',
    ...(replay === null ? {} : { replay, oneUrl: true as const, ...(replay === 2 ? { effects: replay } : {}) }),
  }));
const records: fc.Arbitrary<NamedRecord> = fc
  .record({
    stream: streams,
    position: fc.record({ partition: few, leaderEpoch: fc.constantFrom(-1, 1), offset: fc.constantFrom('1', '7') }),
    revision: fc.constantFrom(0, 1, 2),
    times: fc.option(few),
  })
  .map(({ times, ...record }) => ({ ...record, ...(times === null ? {} : { redriven: redriven(times) }) }));

const keyOf = (record: NamedRecord): string => idempotencyKey({ gateway: 'bank', step: '1', ...record });

test('I12: The name of a record in the URL of a callback is the same exactly if its idempotency keys are, in all its lives.', () => {
  fc.assert(
    fc.property(records, records, (one, other) => {
      expect(recordName(one) === recordName(other)).toBe(keyOf(one) === keyOf(other));
      expect(isNamed(other, recordName(one))).toBe(keyOf(one) === keyOf(other));
    }),
    { numRuns: 2_000 },
  );
});

test('The name of a record that nobody has replayed or redriven is the one that it always had.', () => {
  expect(recordName({ stream, position })).toBe('s1.0.1.7.0');
  expect(recordName({ stream: { ...stream, effects: 3, replay: 3 }, position })).toBe('s1~3.0.1.7.0');
});

test('I12: A replay or redrive that an older version began keeps the name that its URLs have.', () => {
  expect(recordName({ stream: { ...stream, replay: 3 }, position })).toBe('s1~3.0.1.7.0');
  expect(recordName({ stream, position, redriven: { times: 2, letter } })).toBe('s1.0.1.7.0.2');
});

test('A URL that an older version made in an earlier life of a record still names it, and one of a later life does not.', () => {
  const replayed = { stream: { ...stream, replay: 3, oneUrl: true as const }, position, redriven: redriven(2) };
  const names = ['s1.0.1.7.0', 's1.0.1.7.0.1', 's1~3.0.1.7.0', 's1~3.0.1.7.0.2'];
  expect(names.map((name) => isNamed(replayed, name))).toEqual([true, true, true, true]);
  const others = ['s1.0.1.7.0.3', 's1.0.1.7.1', 's1.0.1.7.0.x', 's1.0.1.7.0.-1', 's1~2.0.1.7.0', 's1.0.1.7', ''];
  expect(others.map((name) => isNamed(replayed, name))).toEqual(others.map(() => false));
});
