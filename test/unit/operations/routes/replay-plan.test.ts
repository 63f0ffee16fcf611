import { progressOf } from '../../../../src/operations/routes/replay-progress';
import { replayedStreams, replayPlan, type PartitionFacts } from '../../../../src/operations/routes/replay-plan';
import type { ReplayRequest } from '../../../../src/model/routes/route-replay';

const stream = { id: 's1', topic: 't' };
const facts = (partition: number, low: bigint, committed?: bigint, atTime?: bigint): PartitionFacts => ({
  stream,
  partition,
  low,
  committed,
  ...(atTime === undefined ? {} : { atTime }),
});
const asking = (from: ReplayRequest['from'], more: Partial<ReplayRequest> = {}): ReplayRequest => ({
  from,
  newEffects: false,
  ...more,
});
const ranges = (request: ReplayRequest, all: readonly PartitionFacts[]): unknown =>
  replayedStreams(replayPlan(request, all)).map((replayed) => replayed.ranges);

test('A replay takes what the group has committed, from the place that was named.', () => {
  expect(ranges(asking({ earliest: true }), [facts(0, 3n, 9n), facts(1, 0n, 4n), facts(2, 0n)])).toEqual([
    { 0: ['3', '9'], 1: ['0', '4'] },
  ]);
  expect(ranges(asking({ offset: '5' }, { topic: 't', partition: 0 }), [facts(0, 3n, 9n), facts(1, 0n, 9n)])).toEqual([
    { 0: ['5', '9'] },
  ]);
  expect(ranges(asking({ timeMs: 1 }), [facts(0, 3n, 9n, 7n), facts(1, 0n, 4n, 12n)])).toEqual([{ 0: ['7', '9'] }]);
});

test('A replay says which partitions begin later than what was asked for may have.', () => {
  const cut = (request: ReplayRequest): readonly boolean[] =>
    replayPlan(request, [facts(0, 3n, 9n, 3n)]).map(({ cutByRetention }) => cutByRetention);
  expect([cut(asking({ earliest: true })), cut(asking({ timeMs: 1 })), cut(asking({ offset: '3' }))]).toEqual([
    [true],
    [true],
    [false],
  ]);
});

test.each([
  ['an offset that retention has taken', asking({ offset: '2' }), [facts(0, 3n, 9n)], /begins at offset 3/],
  [
    'an offset of no partition in particular',
    asking({ offset: '2' }),
    [facts(0, 0n, 9n), facts(1, 0n, 9n)],
    /name one/,
  ],
  ['what was not read yet', asking({ offset: '9' }), [facts(0, 0n, 9n)], /nothing to replay/],
  ['a group that has read nothing', asking({ earliest: true }), [facts(0, 0n)], /nothing to replay/],
  [
    'a partition that is not there',
    asking({ earliest: true }, { partition: 4 }),
    [facts(0, 0n, 9n)],
    /partitions 0 to 0/,
  ],
] as const)('A replay refuses %s.', (_, request, all, words) => {
  expect(() => replayPlan(request, all)).toThrow(words);
});

test('A replay is through when the group has committed all of it, or when its stream is gone.', () => {
  const streams = [{ ...stream, ranges: { '0': ['10', '20'], '1': ['0', '5'] } as const }];
  const segment = { replay: 1, newEffects: false, streams };
  const read = (...at: readonly (bigint | 'gone' | undefined)[]): unknown =>
    progressOf(segment, (_stream, partition) => at[partition]);
  expect(read(12n, undefined)).toEqual({ replay: 1, done: 2n, total: 15n });
  expect(read(400n, 5n)).toEqual({ replay: 1, done: 15n, total: 15n });
  expect(read('gone', 0n)).toEqual({ replay: 1, done: 10n, total: 15n });
});
