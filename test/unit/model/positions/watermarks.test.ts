import fc from 'fast-check';
import { Watermarks } from '../../../../src/model/positions/watermarks';

const stream = { id: 's1', topic: 'transfers' };
const at = (
  offset: number,
  leaderEpoch = 0,
  partition = 0,
): { partition: number; leaderEpoch: number; offset: string } => ({
  partition,
  leaderEpoch,
  offset: String(offset),
});

test('I3: A watermark accepts each position once, whatever is sent again.', () => {
  const watermarks = new Watermarks();
  expect([5, 5, 4, 6, 5].map((offset) => watermarks.accept(stream, at(offset)))).toEqual([
    'new',
    'duplicate',
    'duplicate',
    'new',
    'duplicate',
  ]);
});

test('I3: A watermark does not expect offsets to be without gaps.', () => {
  const watermarks = new Watermarks();
  expect([0, 7, 7_000].map((offset) => watermarks.accept(stream, at(offset)))).toEqual(['new', 'new', 'new']);
});

test('I3: A watermark compares offsets as numbers, also beyond what a JavaScript number holds.', () => {
  const watermarks = new Watermarks();
  const big = (offset: string): string => watermarks.accept(stream, { ...at(0), offset });
  expect(['9', '10', '9007199254740993', '9007199254740992'].map(big)).toEqual(['new', 'new', 'new', 'duplicate']);
});

test('I3: A watermark keeps partitions apart.', () => {
  const watermarks = new Watermarks();
  expect([0, 1].map((partition) => watermarks.accept(stream, at(3, 0, partition)))).toEqual(['new', 'new']);
});

test('I3, I11: A watermark takes a topic that was made again for another stream.', () => {
  const watermarks = new Watermarks();
  watermarks.accept(stream, at(100));
  expect(watermarks.accept({ id: 's2', topic: 'transfers' }, at(0))).toBe('new');
  expect(watermarks.accept(stream, at(50))).toBe('duplicate');
});

test('I3, I11: A watermark accepts what replaces a truncated tail, and refuses what no single log can hold.', () => {
  const watermarks = new Watermarks();
  watermarks.accept(stream, at(100, 4));
  expect(watermarks.accept(stream, at(90, 5))).toBe('truncation');
  expect(watermarks.accept(stream, at(90, 5))).toBe('duplicate');
  expect(watermarks.accept(stream, at(91, 4))).toBe('stale');
  expect(watermarks.accept(stream, at(91, 5))).toBe('new');
});

test('I3: A watermark accepts a position once more in each replay, and goes on with live records where they were.', () => {
  const watermarks = new Watermarks();
  const replay = { ...stream, replay: 1 };
  watermarks.accept(stream, at(9));
  const again = new Watermarks(watermarks.snapshot());
  expect([5, 5, 9].map((offset) => again.accept(replay, at(offset)))).toEqual(['new', 'duplicate', 'new']);
  const carried = new Watermarks(again.snapshot());
  expect(carried.accept(replay, at(9))).toBe('duplicate');
  expect([5, 9, 10].map((offset) => carried.accept(stream, at(offset)))).toEqual(['duplicate', 'duplicate', 'new']);
});

test('I3, I10: A watermark remembers three replays, refuses what is older, and never forgets where live records are.', () => {
  const watermarks = new Watermarks();
  watermarks.accept(stream, at(9));
  for (let replay = 1; replay <= 6; replay += 1) watermarks.accept({ ...stream, replay }, at(5));
  expect(watermarks.snapshot()).toHaveLength(4);
  expect(watermarks.accept({ ...stream, replay: 2 }, at(7))).toBe('stale');
  expect(watermarks.accept({ ...stream, replay: 4 }, at(5))).toBe('duplicate');
  expect(watermarks.accept(stream, at(9))).toBe('duplicate');
});

test('I3, I7: A watermark is the same after a snapshot.', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(20), fc.nat(2))), (positions) => {
      const carried = new Watermarks();
      const kept = new Watermarks();
      let resumed = carried;
      for (const [partition, offset, epoch] of positions) {
        const position = at(offset, epoch, partition);
        expect(resumed.accept(stream, position)).toBe(kept.accept(stream, position));
        resumed = new Watermarks(JSON.parse(JSON.stringify(resumed.snapshot())) as ReturnType<Watermarks['snapshot']>);
      }
    }),
  );
});

test('I3, I10: A watermark remembers a bounded number of streams of one topic, the latest ones.', () => {
  const watermarks = new Watermarks();
  for (let index = 0; index < 10; index += 1) watermarks.accept({ id: `s${index}`, topic: 't' }, at(1));
  expect(watermarks.snapshot().map(({ id }) => id)).toEqual(['s6', 's7', 's8', 's9']);
});
