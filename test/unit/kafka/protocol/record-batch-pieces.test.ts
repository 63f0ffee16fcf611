import fc from 'fast-check';
import { DecodingRoom } from '../../../../src/kafka/protocol/decoding-room';
import { PausedBatches } from '../../../../src/kafka/protocol/paused-batches';
import { decodeRecordBatches } from '../../../../src/kafka/protocol/record-batch';
import { CODECS } from './compressed';
import { recordBatchBytes } from './record-batch-bytes';

const PLAIN = { name: 'none', attributes: 0, compress: (content: Buffer): Buffer => content };

const record = fc.record({
  step: fc.integer({ min: 1, max: 4 }),
  key: fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes))),
  value: fc.option(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.integer({ min: 0, max: 30_000 }).map((length) => Buffer.alloc(length, length)),
    ),
  ),
});

// As text: jest compares buffers byte by byte.
const text = (bytes: Buffer | null): string | null => bytes?.toString('latin1') ?? null;

test('Whatever a batch holds, however it is compressed and however little room there is, its records are read once and in order.', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(PLAIN, ...CODECS),
      fc.integer({ min: 1, max: 60_000 }),
      fc.nat(30),
      async (given, { attributes, compress }, roomBytes, skipped) => {
        let offset = -1;
        const records = given.map(({ step, key, value }) => ({ offsetDelta: (offset += step), key, value }));
        const bytes = recordBatchBytes({ attributes, records, compress });
        const expected = records.filter(({ offsetDelta }) => offsetDelta >= skipped);
        const paused = new PausedBatches();
        const read: unknown[] = [];
        for (let from = BigInt(skipped); from <= BigInt(offset);) {
          const [batch] = await decodeRecordBatches(bytes, { from, room: new DecodingRoom(roomBytes), paused });
          const messages = batch?.messages ?? [];
          read.push(...messages.map((message) => [Number(message.offset), text(message.key), text(message.value)]));
          from = BigInt(messages.at(-1)?.offset ?? offset) + 1n;
        }
        expect(read).toEqual(expected.map(({ offsetDelta, key, value }) => [offsetDelta, text(key), text(value)]));
      },
    ),
    { numRuns: 60 },
  );
});
