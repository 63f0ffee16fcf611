import { UnconfirmedAsks } from '../../../src/outbox/unconfirmed-asks';

const ask = (id: string) => ({ id, cuts: '' });

test('An ask that was confirmed after the last transaction does not come back with what Kafka has.', () => {
  const asks = new UnconfirmedAsks();
  asks.committed([ask('a'), ask('b')]);
  asks.confirm('a');
  asks.restore([ask('a'), ask('b')]);
  expect(asks.list()).toEqual([ask('b')]);
});

test('An ask is forgotten after a quarter of an hour in which the writer published, and not by mere time.', () => {
  let now = 0;
  const asks = new UnconfirmedAsks(() => now);
  asks.committed([ask('old')]);
  now += 24 * 3_600_000;
  asks.committed([]);
  expect(asks.list()).toEqual([ask('old')]);
  for (let second = 0; second < 16 * 60; second += 1) {
    now += 1_000;
    asks.committed([]);
  }
  expect(asks.list()).toEqual([]);
});
