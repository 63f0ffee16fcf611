import { StreamTable } from '../../../../src/model/positions/stream-table';

const live = { id: 's1', topic: 'orders' };
const replayed = { ...live, replay: 2 };

test('A table of streams gives a stream one place, and a replay of it another.', () => {
  const table = new StreamTable();
  expect([live, replayed, { ...live }].map((stream) => table.placeOf(stream))).toEqual([0, 1, 0]);
  expect(table.streams).toEqual([live, replayed]);
});

test('A table of streams gives back a stream by its place, and a nameless one for a place that it does not have.', () => {
  expect(StreamTable.at([live, replayed], 1)).toEqual(replayed);
  expect(StreamTable.at([], 7)).toEqual({ id: '', topic: '' });
});
