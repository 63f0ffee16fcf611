import { topicLag } from '../../../../src/operations/routes/route-lag';

const range = (partition: number, low: string, high: string): { partition: number; low: string; high: string } => ({
  partition,
  low,
  high,
});

test('Lag counts from the committed offset to the end, over all partitions, beyond 2^53 too.', () => {
  const ranges = [range(0, '0', '10'), range(1, '0', '9007199254740995')];
  expect(
    topicLag(
      't',
      ranges,
      new Map([
        [0, 4n],
        [1, 9_007_199_254_740_993n],
      ]),
    ),
  ).toEqual({
    topic: 't',
    partitions: 2,
    lag: 8n,
    unread: [
      { partition: 0, offset: 4n, lag: 6n },
      { partition: 1, offset: 9_007_199_254_740_993n, lag: 2n },
    ],
    outOfRange: [],
  });
});

test('A partition without a committed offset is read from its start.', () => {
  expect(topicLag('t', [range(0, '5', '9')], new Map([[0, -1n]])).lag).toBe(4n);
  expect(topicLag('t', [range(0, '5', '9')], new Map()).lag).toBe(4n);
});

test('A committed offset outside of what the partition holds is told.', () => {
  const ranges = [range(2, '0', '10'), range(1, '5', '10'), range(0, '0', '10')];
  const lag = topicLag(
    't',
    ranges,
    new Map([
      [2, 11n],
      [1, 4n],
      [0, 10n],
    ]),
  );
  expect(lag).toEqual({
    topic: 't',
    partitions: 3,
    lag: 5n,
    unread: [{ partition: 1, offset: 5n, lag: 5n }],
    outOfRange: [1, 2],
  });
});

test('A topic that does not exist has no partitions and no lag.', () => {
  expect(topicLag('t', [], new Map())).toEqual({ topic: 't', partitions: 0, lag: 0n, unread: [], outOfRange: [] });
});
