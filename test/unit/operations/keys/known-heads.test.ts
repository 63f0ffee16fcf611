import { KnownHeads } from '../../../../src/operations/keys/known-heads';
import type { RecordPlace } from '../../../../src/operations/keys/oldest-heads';

const at = (partition: number, offset: string): RecordPlace =>
  ({ topic: 't', partition, offset }) as unknown as RecordPlace;

test('The oldest record of a partition stays known while its key does not move, also if it is not asked again.', () => {
  const known = new KnownHeads();
  const noted = new Set(['parked', 'other']);
  const first = known.after({
    noted,
    headsOf: new Map([
      ['parked', [at(0, '9')]],
      ['other', [at(0, '10'), at(1, '3')]],
      ['moves', [at(2, '1')]],
    ]),
  });
  expect(first).toEqual([at(0, '9'), at(1, '3'), at(2, '1')]);
  expect(known.after({ noted, headsOf: new Map([['other', [at(0, '11')]]]) })).toEqual([at(0, '9')]);
  expect(known.after({ noted: new Set(), headsOf: new Map() })).toEqual([]);
});
