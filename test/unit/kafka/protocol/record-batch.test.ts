import { DecodingRoom } from '../../../../src/kafka/protocol/decoding-room';
import { PausedBatches } from '../../../../src/kafka/protocol/paused-batches';
import { decodeRecordBatches, type RecordBatch } from '../../../../src/kafka/protocol/record-batch';
import { CODECS, type Codec } from './compressed';
import { recordBatchBytes } from './record-batch-bytes';

const MOST = 2_000_000;

const decoded = (bytes: Buffer): Promise<RecordBatch[]> =>
  decodeRecordBatches(bytes, {
    from: 0n,
    room: new DecodingRoom(1_000_000_000, { mostAtOnce: MOST }),
    paused: new PausedBatches(),
  });

const CONTROL = 0x20;
const LOG_APPEND_TIME = 0x08;

test('A batch is read with the offsets, keys, values, headers and times of its records.', async () => {
  const headers = [
    ['b', Buffer.from('1')],
    ['a', null],
    ['b', Buffer.alloc(0)],
  ] as const;
  const bytes = recordBatchBytes({
    baseOffset: 9_007_199_254_740_993n,
    leaderEpoch: 7,
    records: [{ offsetDelta: 0, key: Buffer.from('k'), value: Buffer.from('v'), headers }, { offsetDelta: 3 }],
  });
  const [batch] = await decoded(bytes);
  expect(batch?.messages).toMatchObject([
    {
      offset: '9007199254740993',
      key: Buffer.from('k'),
      value: Buffer.from('v'),
      headerList: headers,
      timestamp: '1000',
    },
    { offset: '9007199254740996', key: null, value: null, headerList: [], isControlRecord: false },
  ]);
  expect(batch?.messages[0]?.batchContext.partitionLeaderEpoch).toBe(7);
  expect(batch?.messages[0]?.headers).toEqual(
    Object.assign(Object.create(null), { b: [Buffer.from('1'), Buffer.alloc(0)], a: null }),
  );
});

test('A batch has the time of the broker where it says so.', async () => {
  const [batch] = await decoded(recordBatchBytes({ attributes: LOG_APPEND_TIME, records: [{ offsetDelta: 0 }] }));
  expect(batch?.messages[0]?.timestamp).toBe('2000');
});

test('A fetch answer gives all its batches except a last one that is cut short.', async () => {
  const first = recordBatchBytes({ records: [{ offsetDelta: 0 }] });
  const second = recordBatchBytes({ baseOffset: 1n, records: [{ offsetDelta: 0 }] });
  const cut = recordBatchBytes({ baseOffset: 2n, records: [{ offsetDelta: 0 }] });
  for (const length of [1, 11, 12, 40, cut.length - 1]) {
    const batches = await decoded(Buffer.concat([first, second, cut.subarray(0, length)]));
    expect(batches.map(({ lastOffset }) => lastOffset)).toEqual([0n, 1n]);
  }
});

test('A batch whose last records were compacted away ends with a control record, or a consumer would never get past it.', async () => {
  const partly = recordBatchBytes({ lastOffsetDelta: 9, records: [{ offsetDelta: 2 }] });
  const empty = recordBatchBytes({ baseOffset: 10n, lastOffsetDelta: 4 });
  const batches = await decoded(Buffer.concat([partly, empty]));
  const messages = batches.flatMap((batch) => batch.messages);
  expect(messages.map(({ offset, isControlRecord }) => [offset, isControlRecord])).toEqual([
    ['2', false],
    ['9', true],
    ['14', true],
  ]);
});

test('Control records of a batch are marked as such.', async () => {
  const [batch] = await decoded(recordBatchBytes({ attributes: CONTROL, records: [{ offsetDelta: 0 }] }));
  expect(batch?.messages).toMatchObject([{ isControlRecord: true }]);
});

test('A batch of 200,000 records is read whole.', async () => {
  const records = Array.from({ length: 200_000 }, (_, offsetDelta) => ({ offsetDelta }));
  const [batch] = await decoded(recordBatchBytes({ records }));
  expect(batch?.messages).toHaveLength(200_000);
});

test('A record shares no memory with the response, so that one waiting record does not keep all others.', async () => {
  const bytes = recordBatchBytes({ records: [{ offsetDelta: 0, value: Buffer.alloc(5_000, 1) }] });
  const [batch] = await decoded(bytes);
  bytes.fill(0);
  expect(batch?.messages[0]?.value).toEqual(Buffer.alloc(5_000, 1));
});

test.each([
  { what: 'a damaged batch', code: 'kafka-crashed', retryable: true, damage: 0x01 },
  { what: 'an old message format', code: 'kafka-version', retryable: false, magic: 1 },
  { what: 'a codec of the future', code: 'codec-unknown', retryable: false, attributes: 5 },
])(
  'A batch with $what is refused in words, and nothing of it is delivered.',
  async ({ code, retryable, damage = 0, ...batch }) => {
    const bytes = recordBatchBytes({
      ...batch,
      baseOffset: 42n,
      records: [{ offsetDelta: 0, value: Buffer.from('v') }],
    });
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ damage, bytes.length - 2);
    await expect(decoded(bytes)).rejects.toMatchObject({ code, retryable });
  },
);

describe('With little room', () => {
  const records = Array.from({ length: 40 }, (_, index) => ({
    offsetDelta: index * 3,
    key: Buffer.from(String(index)),
    value: Buffer.alloc(index % 5 === 0 ? 60_000 : 10, index),
  }));

  test.each(CODECS)(
    'Every record of a batch with $name that inflates to more than there is room for is read once, piece by piece.',
    async ({ attributes, compress }) => {
      const bytes = recordBatchBytes({ baseOffset: 7n, attributes, records, compress });
      const paused = new PausedBatches();
      const read: (readonly [string, string | undefined])[] = [];
      let pieces = 0;
      for (let from = 7n; read.length < records.length; pieces += 1) {
        const [batch] = await decodeRecordBatches(bytes, { from, room: new DecodingRoom(80_000), paused });
        expect(batch?.messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)).toBeLessThan(150_000);
        for (const { offset, value } of batch?.messages ?? []) read.push([offset, value?.toString('latin1')]);
        from = BigInt(read.at(-1)?.[0] ?? 0) + 1n;
      }
      // As text: jest compares buffers byte by byte, in a second each.
      const produced = records.map(({ offsetDelta, value }) => [String(7 + offsetDelta), value.toString('latin1')]);
      expect(read).toEqual(produced);
      expect(pieces).toBeGreaterThan(2);
    },
  );

  test('A reader that begins in the middle of such a batch gets what stands there, also where another reader has gone further.', async () => {
    const gzip = CODECS[0] as Codec;
    const bytes = recordBatchBytes({ attributes: gzip.attributes, records, compress: gzip.compress });
    const paused = new PausedBatches();
    const firstFrom = async (from: bigint): Promise<string | undefined> => {
      const [batch] = await decodeRecordBatches(bytes, { from, room: new DecodingRoom(1), paused });
      return batch?.messages[0]?.offset;
    };
    expect([await firstFrom(60n), await firstFrom(4n), await firstFrom(61n), await firstFrom(117n)]).toEqual([
      '60',
      '6',
      '63',
      '117',
    ]);
  });
});

const LARGE = 3_000_000;

test.each(CODECS.filter(({ name }) => name !== 'snappy'))(
  'A record that is too large to be held is told, with $name, by its key, its place and its size, and the records beside it are read.',
  async ({ attributes, compress }) => {
    const bytes = recordBatchBytes({
      attributes,
      compress,
      records: [
        { offsetDelta: 0, value: Buffer.from('before') },
        { offsetDelta: 1, key: Buffer.from('k'), value: Buffer.alloc(LARGE), headers: [['a', Buffer.alloc(9)]] },
        { offsetDelta: 2, value: Buffer.from('after') },
      ],
    });
    const [batch] = await decoded(bytes);
    expect(batch?.messages).toMatchObject([
      { offset: '0', value: Buffer.from('before') },
      { offset: '1', key: Buffer.from('k'), value: null, headerList: [], tooLarge: LARGE + 22 },
      { offset: '2', value: Buffer.from('after') },
    ]);
  },
);

test('Of a key that is itself too large, the first MB stands for it.', async () => {
  const key = Buffer.alloc(LARGE, 'k');
  const [batch] = await decoded(recordBatchBytes({ records: [{ offsetDelta: 0, key }, { offsetDelta: 1 }] }));
  expect(batch?.messages.map(({ offset, tooLarge }) => [offset, tooLarge])).toEqual([
    ['0', LARGE + 9],
    ['1', undefined],
  ]);
  expect(batch?.messages[0]?.key?.length).toBeGreaterThan(1_000_000);
});

test('Each place in a snappy block that is too large to be inflated is told, since such a block has no pieces.', async () => {
  const bare = CODECS.find(({ name }) => name === 'snappy') as Codec;
  const bytes = recordBatchBytes({
    baseOffset: 5n,
    attributes: bare.attributes,
    records: [{ offsetDelta: 0, value: Buffer.alloc(LARGE) }, { offsetDelta: 1 }],
    compress: bare.compress,
  });
  const [batch] = await decoded(bytes);
  expect(batch?.messages).toMatchObject([
    { offset: '5', key: null, tooLarge: MOST },
    { offset: '6', key: null, tooLarge: MOST },
  ]);
});
