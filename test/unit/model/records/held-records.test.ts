import type { WireRecord } from '../../../../src/model/contract/record';
import { HeldRecords } from '../../../../src/model/records/held-records';

const stream = { id: 's', topic: 't' };
const record = (chain: string, partition: number, offset: number): WireRecord => ({
  chain,
  key: chain,
  partition,
  leaderEpoch: 0,
  offset: String(offset),
  timestamp: 0,
  value: { text: 'x' },
});

test('I7: Records of a held key come out by position in the order of each partition, also after they were carried.', () => {
  const held = new HeldRecords();
  for (const [chain, partition, offset] of [
    ['a', 0, 1],
    ['b', 0, 2],
    ['a', 0, 3],
    ['b', 1, 1],
    ['b', 0, 12],
  ] as const) {
    held.push(stream, record(chain, partition, offset));
  }
  const again = new HeldRecords(held.carry());
  expect(again.size).toBe(5);
  const { batch } = again.next(500);
  expect(batch.map(({ chain, partition, offset }) => [chain, partition, offset])).toEqual([
    ['a', 0, '1'],
    ['b', 0, '2'],
    ['a', 0, '3'],
    ['b', 0, '12'],
    ['b', 1, '1'],
  ]);
  expect(batch.every(({ value }) => 'reference' in value)).toBe(true);
});

test('Records of a held key are signalled in parts that the bytes of their keys bound, one record at least.', () => {
  const held = new HeldRecords();
  for (const offset of [1, 2, 3]) held.push(stream, { ...record('a', 0, offset), key: 'x'.repeat(1_000) });
  expect(held.next(500, 10).batch).toHaveLength(1);
  expect(held.next(500, 2_500).batch).toHaveLength(2);
  expect(held.next(500).batch).toHaveLength(3);
});
