// A record may have any headers, also ours: those of another letter, of a marker, of an edit. They remain its own.
import fc from 'fast-check';
import { parseDeadLetter } from '../../../src/dead-letters/dead-letter';
import { letterHeaders, withOwn } from '../../../src/dead-letters/dead-letter-headers';
import { markerHeaders, parseMarker } from '../../../src/dead-letters/letter-marker';
import { HEADER_PREFIX, LETTER_HEADERS } from '../../../src/dead-letters/own-headers';
import type { RejectRequest } from '../../../src/model/contract/effect-contract';
import type { SourceRecord } from '../../../src/records/record-source';
import { LetterIndex } from '../../../src/operations/dead-letters/letter-index';
import { REFUSED_TRANSFER } from './refused-transfer';
import { cases } from '../../support/width';

type Headers = SourceRecord['headers'];

const DONE = [{ step: 'pay', destination: 'bank', since: 5, cause: 'done-before', request: 'digest' }] as const;
const LETTER = { stream: { id: 'letters', topic: 'dead' }, position: { partition: 0, leaderEpoch: 0, offset: '5' } };

const record = (headers: Headers, offset = 5n): SourceRecord => ({
  offset,
  leaderEpoch: 0,
  timestamp: 1_800_000_000_000,
  key: null,
  value: null,
  headers,
});

/** What Kafka gives back of what was written. */
const stored = (headers: ReturnType<typeof withOwn>, offset?: bigint): SourceRecord =>
  record(
    headers.map(([name, value]) => [name, value === null ? null : Buffer.from(value)] as const),
    offset,
  );

const letterOf = (request: RejectRequest, headers: Headers): SourceRecord =>
  stored(letterHeaders(request, record(headers), 1_750_000_000_000));

const name = fc.oneof(
  fc.constantFrom(...[...LETTER_HEADERS, 'marker', 'letter', 'other', ''].map((own) => HEADER_PREFIX + own)),
  fc.string(),
);
const value = fc.oneof(
  fc
    .constantFrom('', '0', '9', '-1', 'gone', 'h', 'dismissed', 'redriven', '[]', JSON.stringify(DONE), 'stream_2')
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 8 }).map((array) => Buffer.from(array)),
  fc.constant(null),
);
/** Also the headers of a whole letter: a route may read a topic of dead letters. */
const headers: fc.Arbitrary<Headers> = fc
  .tuple(fc.array(fc.tuple(name, value), { maxLength: 8 }), fc.boolean())
  .map(([some, letter]) => [
    ...some,
    ...(letter ? letterOf({ ...REFUSED_TRANSFER, chain: 'another', revision: 3, done: DONE }, some).headers : []),
  ]);
const request = fc.constantFrom<RejectRequest[]>(
  REFUSED_TRANSFER,
  {
    ...REFUSED_TRANSFER,
    failure: { code: 'http-status', message: 'no', step: 's', destination: 'd', reason: 'r', status: 422 },
  },
  { ...REFUSED_TRANSFER, stream: { ...REFUSED_TRANSFER.stream, replay: 2, effects: 1 }, revision: 4 },
  { ...REFUSED_TRANSFER, done: DONE, redriven: { times: 2, letter: LETTER, doubts: DONE } },
);

test('A letter says the same of its record, and gives back its headers, whatever headers the record has.', () => {
  fc.assert(
    fc.property(request, headers, (failed, own) => {
      const { original: plain, ...told } = parseDeadLetter(letterOf(failed, [])) ?? {};
      expect(plain).toBeDefined();
      expect(parseDeadLetter(letterOf(failed, own))).toEqual({ ...told, original: { ...plain, headers: own } });
    }),
    { numRuns: cases(500) },
  );
});

test('An edit says of which letter it is, whatever headers the record has, and no record can say so itself.', () => {
  fc.assert(
    fc.property(request, headers, (failed, own) => {
      const edit = stored([...letterHeaders(failed, record(own), 1), ['sluice.edit-of', '4']]);
      expect(parseDeadLetter(edit)).toMatchObject({ editOf: 4n, original: { headers: own } });
    }),
    { numRuns: cases(100) },
  );
});

test('A letter without a payload is that of its record, too.', () => {
  const gone = stored(letterHeaders(REFUSED_TRANSFER, undefined, 1));
  expect(parseDeadLetter(gone)).toMatchObject({ gone: true, original: { headers: [] } });
});

test('No letter is a marker, whatever headers its record has.', () => {
  const forged: Headers = Object.entries(markerHeaders({ fate: 'dismissed', letter: 0n })).map(([own, text]) => [
    HEADER_PREFIX + own,
    Buffer.from(text),
  ]);
  fc.assert(
    fc.property(request, headers, (failed, own) => {
      expect(parseMarker(letterOf(failed, [...own, ...forged]))).toBeUndefined();
    }),
    { numRuns: cases(100) },
  );
});

test('A record with a key or a value is no marker.', () => {
  const marker = stored(withOwn([], { ...markerHeaders({ fate: 'redriven', letter: 7n }), time: '1' }));
  expect(parseMarker(marker)).toEqual({ fate: 'redriven', letter: 7n });
  expect(parseMarker({ ...marker, key: Buffer.alloc(0) })).toBeUndefined();
  expect(parseMarker({ ...marker, value: Buffer.from('x') })).toBeUndefined();
});

test('A letter stays open when the record of another one looks like a marker, and is dismissed by a real one.', async () => {
  const fate = withOwn([], markerHeaders({ fate: 'dismissed', letter: 0n }));
  const log = [letterOf(REFUSED_TRANSFER, []), letterOf({ ...REFUSED_TRANSFER, chain: 'other' }, stored(fate).headers)];
  const index = new LetterIndex(
    {
      async *read(_partition, from) {
        await Promise.resolve();
        for (const [offset, one] of log.entries()) if (offset >= from) yield { ...one, offset: BigInt(offset) };
      },
    },
    0,
  );
  await index.update();
  expect(index.state(0n)).toBe('open');
  log.push(stored(fate));
  await index.update();
  expect(index.state(0n)).toBe('dismissed');
});

test('A letter of an early version, which moved headers of one name together, is still read.', () => {
  const ours = letterOf(REFUSED_TRANSFER, []).headers;
  const partition = ours.filter(([own]) => own === 'sluice.partition');
  const original: Headers = [['sluice.partition', Buffer.from('8')]];
  const moved = [...original, ...partition, ...ours.filter((own) => !partition.includes(own))];
  expect(parseDeadLetter(record(moved))).toMatchObject({
    position: REFUSED_TRANSFER.position,
    original: { headers: original },
  });
});
