import { ReferenceReader } from '../../../../src/activities/effects/reference-reader';
import type { ChainWork, ReadRequest, ReadResult, RecordWork } from '../../../../src/model/contract/effect-contract';
import type { WireRecord } from '../../../../src/model/contract/record';

const stream = { id: 's', topic: 't' };

const reference = (offset: number): RecordWork => ({
  stream,
  position: { partition: 0, leaderEpoch: 0, offset: String(offset) },
  sequence: offset + 1,
});

const present = (offset: string): WireRecord => ({
  partition: 0,
  leaderEpoch: 0,
  offset,
  key: 'k',
  timestamp: 0,
  value: { text: offset },
});

const workOf = (...offsets: readonly number[]): ChainWork => ({
  chain: 'k',
  attempts: 0,
  records: offsets.map(reference),
});

/** Kafka has lost what lies below `start`, and answers `atMost` records at a time. */
const readerFrom = (start: number, atMost = 100): { reader: ReferenceReader; requests: ReadRequest[] } => {
  const requests: ReadRequest[] = [];
  const read = (request: ReadRequest): Promise<readonly ReadResult[]> => {
    requests.push(request);
    const answers = request.offsets.map((offset) =>
      Number(offset) < start ? { offset, gone: 'deleted' } : { record: present(offset) },
    );
    return Promise.resolve(answers.slice(0, atMost));
  };
  return { reader: new ReferenceReader('main', read), requests };
};

test('Records that wait by reference are read back together, each handed out once.', async () => {
  const { reader, requests } = readerFrom(0);
  const work = workOf(0, 1, 2, 5);
  for (const [index, offset] of ['0', '1', '2', '5'].entries()) {
    expect(await reader.record(work, index)).toEqual({ record: present(offset) });
  }
  expect(requests.map(({ offsets }) => offsets)).toEqual([['0', '1', '2', '5']]);
});

test('Records that wait by reference are asked for again from where an answer ended.', async () => {
  const { reader, requests } = readerFrom(0, 2);
  const work = workOf(0, 1, 2);
  for (const index of [0, 1, 2]) await reader.record(work, index);
  expect(requests.map(({ offsets }) => offsets)).toEqual([['0', '1', '2'], ['2']]);
});

test.each([
  { start: 1, after: 0 },
  { start: 3, after: 2 },
  { start: 9, after: 4 },
])(
  'With a log that starts at $start, the head says how many records behind it are gone, too.',
  async ({ start, after }) => {
    const { reader } = readerFrom(start);
    const work = workOf(0, 1, 2, 3, 4);
    expect(await reader.record(work, 0)).toMatchObject({ failure: { code: 'record-gone', terminal: true } });
    expect(reader.goneAfter(work, 0)).toBe(after);
  },
);

test('A record that could not be decoded is read again, and stays what it is if Kafka has lost it.', async () => {
  const undecoded: WireRecord = { ...present('0'), value: { undecodable: 'no JSON', base64: '' } };
  const work = { ...workOf(0), records: [{ ...reference(0), record: undecoded }] };
  expect(await readerFrom(0).reader.record(work, 0)).toEqual({ record: present('0') });
  expect(await readerFrom(1).reader.record(work, 0)).toEqual({ record: undecoded });
  const edited = { ...undecoded, revision: 1 };
  const { reader, requests } = readerFrom(0);
  expect(await reader.record({ ...work, records: [{ ...reference(0), record: edited }] }, 0)).toEqual({
    record: edited,
  });
  expect(requests).toEqual([]);
});
