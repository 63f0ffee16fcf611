import { decodeRecordBatches } from '../../../../src/kafka/protocol/record-batch';
import { recordBatchBytes } from './record-batch-bytes';

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
  const [batch] = await decodeRecordBatches(bytes);
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
  const [batch] = await decodeRecordBatches(
    recordBatchBytes({ attributes: LOG_APPEND_TIME, records: [{ offsetDelta: 0 }] }),
  );
  expect(batch?.messages[0]?.timestamp).toBe('2000');
});

test('All batches are read but one that the broker has cut short.', async () => {
  const first = recordBatchBytes({ records: [{ offsetDelta: 0 }] });
  const second = recordBatchBytes({ baseOffset: 1n, records: [{ offsetDelta: 0 }] });
  const cut = recordBatchBytes({ baseOffset: 2n, records: [{ offsetDelta: 0 }] });
  for (const length of [1, 11, 12, 40, cut.length - 1]) {
    const batches = await decodeRecordBatches(Buffer.concat([first, second, cut.subarray(0, length)]));
    expect(batches.map(({ lastOffset }) => lastOffset)).toEqual([0n, 1n]);
  }
});

test('A batch whose last records were compacted away ends with a control record, or a consumer would never get past it.', async () => {
  const partly = recordBatchBytes({ lastOffsetDelta: 9, records: [{ offsetDelta: 2 }] });
  const empty = recordBatchBytes({ baseOffset: 10n, lastOffsetDelta: 4 });
  const batches = await decodeRecordBatches(Buffer.concat([partly, empty]));
  const messages = batches.flatMap((batch) => batch.messages);
  expect(messages.map(({ offset, isControlRecord }) => [offset, isControlRecord])).toEqual([
    ['2', false],
    ['9', true],
    ['14', true],
  ]);
});

test('Control records of a batch are marked as such.', async () => {
  const [batch] = await decodeRecordBatches(recordBatchBytes({ attributes: CONTROL, records: [{ offsetDelta: 0 }] }));
  expect(batch?.messages).toMatchObject([{ isControlRecord: true }]);
});

test('A batch of 200,000 records is read whole.', async () => {
  const records = Array.from({ length: 200_000 }, (_, offsetDelta) => ({ offsetDelta }));
  const [batch] = await decodeRecordBatches(recordBatchBytes({ records }));
  expect(batch?.messages).toHaveLength(200_000);
});

test('A record shares no memory with the response, so that one waiting record does not keep all others.', async () => {
  const bytes = recordBatchBytes({ records: [{ offsetDelta: 0, value: Buffer.alloc(5_000, 1) }] });
  const [batch] = await decodeRecordBatches(bytes);
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
    await expect(decodeRecordBatches(bytes)).rejects.toMatchObject({ code, retryable });
  },
);
