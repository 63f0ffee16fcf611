import type { WireRecord } from '../../../../src/model/contract/record';
import { AsideRecords } from '../../../../src/workflows/chain/aside-records';

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
  expect(again.carry()).toEqual([]);
});

test('Records set aside are kept by position, without payload and headers.', () => {
  const aside = new AsideRecords();
  aside.keep(stream, record(0, 1, 9));
  const [kept] = aside.takeAll();
  expect(kept?.record).toEqual({ ...record(0, 1, 9), timestamp: 0, headers: undefined, value: { reference: 0 } });
});
