import type { WireRecord } from '../../../../src/model/contract/record';
import { isWholeCarried } from '../../../../src/model/wire/carried-shapes';
import { AsideRecords } from '../../../../src/workflows/inbox/aside-records';

const stream = { id: 's', topic: 't' };
const record = (partition: number, leaderEpoch: number, offset: number): WireRecord => ({
  chain: `c-${offset}`,
  key: 'k',
  partition,
  leaderEpoch,
  offset: String(offset),
  timestamp: 5,
  headers: [['h', 'v']],
  value: { text: 'x' },
});
const places = (records: ReturnType<AsideRecords['takeAll']>): readonly string[] =>
  records.map(({ record: { partition, leaderEpoch, offset } }) => [partition, leaderEpoch, offset].join('/'));

test('I7: Records set aside come out once each, in the order of their partition, however they came and also after they were carried.', () => {
  const aside = new AsideRecords();
  for (const offset of [12, 13, 9, 12, 10]) aside.keep(stream, record(0, 1, offset));
  aside.keep(stream, record(0, 2, 11));
  aside.keep(stream, record(1, 1, 3));
  const again = new AsideRecords(aside.carry());
  expect(places(again.takeBefore(stream, record(0, 1, 11)))).toEqual(['0/1/9', '0/1/10']);
  expect(places(again.takeBefore(stream, record(0, 1, 11)))).toEqual([]);
  expect(places(again.takeAll())).toEqual(['0/1/12', '0/1/13', '0/2/11', '1/1/3']);
  expect(again.carry()).toEqual({});
});

test('I12: An edited record is set aside whole, in place of the one that it was, also if it is carried.', () => {
  const edited = { ...record(0, 1, 9), value: { text: 'mended' }, revision: 2 };
  const long = { ...record(0, 1, 8), key: 'k'.repeat(10_000), revision: 1 };
  for (const first of [edited, record(0, 1, 9)]) {
    const aside = new AsideRecords();
    for (const one of [first, edited, record(0, 1, 9), long]) aside.keep(stream, one);
    const carried = aside.carry();
    expect(isWholeCarried({ watermarks: [], chains: [], sequence: 0, counters: {}, ...carried })).toBe(true);
    const again = new AsideRecords(JSON.parse(JSON.stringify(carried)) as typeof carried);
    expect(again.takeAll()).toEqual([long, edited].map((one) => ({ stream, record: one })));
  }
});

test('Records set aside are kept by position, without payload and headers.', () => {
  const aside = new AsideRecords();
  aside.keep(stream, record(0, 1, 9));
  const [kept] = aside.takeAll();
  expect(kept?.record).toEqual({ ...record(0, 1, 9), timestamp: 0, headers: undefined, value: { reference: 0 } });
});
