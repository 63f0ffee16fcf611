import type { CommittedOffsets } from '../../../../src/model/positions/committed-offsets';
import { uncommitted } from '../../../../src/activities/keys/may-retire';

const committed = (next: bigint | undefined): CommittedOffsets =>
  new Map([['t', new Map(next === undefined ? [] : [[0, next]])]]);
const marks = (id: string, offset: string): Parameters<typeof uncommitted>[0][number] => ({
  ...{ id, topic: 't' },
  partitions: { '0': [0, offset] },
});

test.each([
  ['is committed beyond the record', [marks('s', '4')], 5n, undefined],
  ['stands before the record', [marks('s', '4')], 4n, 't/0 at 4, committed 4'],
  ['was never committed', [marks('s', '0')], undefined, 't/0 at 0, committed nothing'],
  ['is of a topic that was made anew', [marks('old', '9'), marks('new', '1')], 2n, undefined],
])('Whether a key may retire depends on the offset: one that %s.', (_, watermarks, next, expected) => {
  expect(uncommitted(watermarks, ['t'], committed(next))).toBe(expected);
});

test('A key that retires does not wait for topics that the route does not read any more.', () => {
  expect(uncommitted([marks('s', '4')], ['other'], committed(0n))).toBeUndefined();
});
