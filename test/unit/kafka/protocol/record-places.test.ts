import { RecordPlaces } from '../../../../src/kafka/protocol/record-places';

const taken = (count: number, lastDelta: number, deltas: readonly number[]): number => {
  const places = new RecordPlaces(count, lastDelta);
  let good = 0;
  try {
    for (const delta of deltas) {
      places.take(delta);
      good += 1;
    }
  } catch (error) {
    expect(error).toMatchObject({ name: 'RangeError', message: 'a record that is out of its place' });
  }
  return good;
};

test('Records stand in rising places, with as many gaps as compaction has left room for.', () => {
  expect(taken(3, 2, [0, 1, 2])).toBe(3);
  expect(taken(3, 9, [0, 5, 9])).toBe(3);
  expect(taken(3, 9, [2, 3, 4])).toBe(3);
  expect(taken(1, 9, [9])).toBe(1);
});

test.each([
  ['before the first place', 3, 2, [-1], 0],
  ['in a place that is taken', 3, 9, [4, 4], 1],
  ['before one that was read', 3, 9, [4, 3], 1],
  ['behind the last place', 1, 9, [10], 0],
  ['so far on that those behind it have no room', 40, 39, [0, 1, 2, 10], 3],
  ['so far on that the last one has no room', 3, 9, [0, 9], 1],
])('A record %s is garbage.', (_words, count, lastDelta, deltas, good) => {
  expect(taken(count, lastDelta, deltas)).toBe(good);
});
