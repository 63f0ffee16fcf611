import type { SourceRecord } from '../../../src/records/record-source';
import { parseDeadLetter } from '../../../src/dead-letters/dead-letter';
import { letterHeaders } from '../../../src/dead-letters/dead-letter-headers';
import type { RejectRequest } from '../../../src/model/contract/effect-contract';
import { REFUSED_TRANSFER } from './refused-transfer';

const ORIGINAL: SourceRecord = {
  offset: 17n,
  leaderEpoch: 2,
  key: Buffer.from('k'),
  value: Buffer.from([0, 255]),
  timestamp: 1_700_000_000_000,
  headers: [
    ['h', Buffer.from('1')],
    ['h', Buffer.from('two')],
    ['1', Buffer.from('integer-like')],
    ['none,h', null],
    ['h', null],
    ['none', null],
    ['none', Buffer.alloc(0)],
    ['sluice.cause', Buffer.from('the user has a header of that name')],
  ],
};

type Headers = ReturnType<typeof letterHeaders>;

/** What Kafka gives back of what was written. */
const stored = (headers: Headers, record: Pick<SourceRecord, 'key' | 'value'>): SourceRecord => ({
  offset: 5n,
  leaderEpoch: 0,
  timestamp: 1_800_000_000_000,
  key: record.key,
  value: record.value,
  headers: headers.map(([name, value]) => [name, value === null ? null : Buffer.from(value)] as const),
});

const letterOf = (request: RejectRequest) =>
  parseDeadLetter(stored(letterHeaders(request, ORIGINAL, 1_750_000_000_000), ORIGINAL));

test('A letter gives back the record it was made of, and says what happened to it.', () => {
  const letter = letterOf(REFUSED_TRANSFER);
  expect(letter?.original).toEqual(ORIGINAL);
  expect(letter).toMatchObject({
    stream: REFUSED_TRANSFER.stream,
    position: REFUSED_TRANSFER.position,
    redrives: 0,
    revision: 0,
    route: 'transfers',
    chain: 'k',
    cause: 'http-status',
    message: 'HTTP 422: no',
    destination: 'ledger',
    status: 422,
    attempts: 2,
    time: 1_750_000_000_000,
    idempotencyKey: 'bank.stream_1.3.2.17.0.deliver',
    gone: false,
    editOf: undefined,
    doubts: [],
  });
});

test.each([-1, 0, 8_640_000_000_000_001, Number.MAX_SAFE_INTEGER, Number('9223372036854775807')])(
  'A letter gives back the time %d of its record, whether a date can hold it or not.',
  (timestamp) => {
    const headers = letterHeaders(REFUSED_TRANSFER, { ...ORIGINAL, timestamp }, 1);
    expect(parseDeadLetter(stored(headers, ORIGINAL))?.original.timestamp).toBe(timestamp);
  },
);

test('The name of a letter is that of the failed record, whatever it failed at, and another after each redrive.', () => {
  const letter = { stream: { id: 'letters', topic: 'dead' }, position: { partition: 0, leaderEpoch: 0, offset: '5' } };
  const first = letterOf(REFUSED_TRANSFER);
  const written = letterOf({
    ...REFUSED_TRANSFER,
    failure: { code: 'timeout', message: 'late', step: 'other' },
    attempts: 9,
  });
  const again = letterOf({ ...REFUSED_TRANSFER, redriven: { times: 1, letter } });
  expect(written?.id).toBe(first?.id);
  expect(again?.id).not.toBe(first?.id);
  expect(again).toMatchObject({
    redrives: 1,
    position: REFUSED_TRANSFER.position,
    idempotencyKey: first?.idempotencyKey,
  });
});

test('A letter of an edited record says so, and has the key of its revision.', () => {
  expect(letterOf({ ...REFUSED_TRANSFER, revision: 2 })).toMatchObject({
    revision: 2,
    idempotencyKey: 'bank.stream_1.3.2.17.0-2.deliver',
  });
});

test('A letter without its payload says that it has none.', () => {
  const headers = letterHeaders(REFUSED_TRANSFER, undefined, 1);
  expect(parseDeadLetter(stored(headers, { key: null, value: null }))).toMatchObject({ gone: true });
});

test.each([
  ['no header of ours', {}],
  ['an offset that is none', { 'sluice.offset': '-1' }],
  ['a stream id that is none', { 'sluice.stream': 'a b' }],
  ['a chain that is endless', { 'sluice.chain': 'x'.repeat(10_000) }],
])('A record with %s is no letter.', (_words, changed: Readonly<Record<string, string>>) => {
  const base = Object.keys(changed).length === 0 ? [] : letterHeaders(REFUSED_TRANSFER, ORIGINAL, 1);
  expect(parseDeadLetter(stored([...base, ...Object.entries(changed)], ORIGINAL))).toBeUndefined();
});

test('A letter of a version that could not write a header without a value says which were so.', () => {
  const headers: Headers = [
    ['a', ''],
    ['b', ''],
    ...letterHeaders(REFUSED_TRANSFER, undefined, 1),
    ['sluice.null-headers', 'a'],
  ];
  expect(parseDeadLetter(stored(headers, ORIGINAL))?.original.headers).toEqual([
    ['a', null],
    ['b', Buffer.alloc(0)],
  ]);
});

test('I12: A letter says which calls of its record are done, or that it has none; one of an older version says nothing.', () => {
  const done = [{ step: 'pay', destination: 'bank', since: 5, cause: 'done-before', request: 'digest' }] as const;
  expect(letterOf({ ...REFUSED_TRANSFER, done })?.done).toEqual(done);
  expect(letterOf({ ...REFUSED_TRANSFER, done: [] })?.done).toEqual([]);
  expect(letterOf(REFUSED_TRANSFER)?.done).toBeUndefined();
  expect(letterOf({ ...REFUSED_TRANSFER, done })?.original).toEqual(ORIGINAL);
});
