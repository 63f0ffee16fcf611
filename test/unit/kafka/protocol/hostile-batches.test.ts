// Batches that their producer has made to harm whoever reads them. Their checksums are right.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { DecodingRoom } from '../../../../src/kafka/protocol/decoding-room';
import { PausedBatches } from '../../../../src/kafka/protocol/paused-batches';
import { decodeRecordBatches } from '../../../../src/kafka/protocol/record-batch';
import type { FetchedMessage } from '../../../../src/kafka/kafkajs-internals';
import { CODECS, zstdFrame } from './compressed';
import { recordBatchBytes } from './record-batch-bytes';

const GZIP = 1;
const ZSTD = 4;
const RLE_BYTES = 131_072;

const records = Array.from({ length: 3_000 }, (_, offsetDelta) => ({
  offsetDelta,
  value: Buffer.from(`v${offsetDelta}`),
}));

const decoded = async (bytes: Buffer, from = 0n): Promise<readonly FetchedMessage[]> => {
  const wanted = { from, room: new DecodingRoom(1_000_000_000), paused: new PausedBatches() };
  return (await decodeRecordBatches(bytes, wanted)).flatMap(({ messages }) => messages);
};

/** The same in as many fetches as it takes, each of which has room for so much. */
const decodedInPieces = async (bytes: Buffer, from: number, most: number): Promise<readonly FetchedMessage[]> => {
  const paused = new PausedBatches();
  const read: FetchedMessage[] = [];
  for (let fetches = 0; fetches < 200; fetches += 1) {
    const next = BigInt(read.at(-1)?.offset ?? from - 1) + 1n;
    const batches = await decodeRecordBatches(bytes, { from: next, room: new DecodingRoom(most), paused });
    if (batches.every(({ lastOffset }) => lastOffset < next)) return read;
    read.push(...batches.flatMap(({ messages }) => messages));
  }
  throw new Error('there is no end to it');
};

const offsetsOf = (messages: readonly FetchedMessage[]): readonly string[] => messages.map(({ offset }) => offset);

test('Records before garbage in their batch are read.', async () => {
  const compress = (content: Buffer): Buffer => Buffer.concat([gzipSync(content), Buffer.from('xy')]);
  const read = await decoded(recordBatchBytes({ attributes: GZIP, records, compress }));
  expect(read.map(({ value }) => value?.toString())).toEqual(records.map(({ value }) => value.toString()));
});

test.each(CODECS)(
  'I10: Of a batch with $name that breaks off, what is whole is read, each other place is told, and the next batch is read.',
  async ({ attributes, compress }) => {
    const broken = (content: Buffer): Buffer => {
      const whole = compress(content);
      return whole.subarray(0, Math.floor(whole.length / 2));
    };
    const noise = records.map(({ offsetDelta }) => ({ offsetDelta, value: Buffer.from(`${Math.sin(offsetDelta)}`) }));
    const bytes = Buffer.concat([
      recordBatchBytes({ attributes, records: noise, compress: broken }),
      recordBatchBytes({ baseOffset: 3_000n, records: [{ offsetDelta: 0, value: Buffer.from('behind') }] }),
    ]);
    const read = await decoded(bytes);
    expect(offsetsOf(read)).toEqual(Array.from({ length: 3_001 }, (_, offset) => String(offset)));
    expect(read.at(-1)?.value?.toString()).toBe('behind');
    const unreadable = read.findIndex((message) => message.unreadable !== undefined);
    expect(read.slice(unreadable, -1).filter((message) => message.unreadable === undefined)).toEqual([]);
    expect(read.slice(0, unreadable).map(({ value }) => value?.toString())).toEqual(
      noise.slice(0, unreadable).map(({ value }) => value.toString()),
    );
  },
);

test('I10: Whatever a batch holds behind its checksum, all of its places are told, in order, and nothing is thrown.', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 1, 2, 3, 4),
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(...CODECS),
      fc.nat(400),
      fc.nat(39),
      fc.constantFrom(1, 30, 1_000_000_000),
      async (codec, garbage, { attributes, compress }, cut, from, room) => {
        const spoil = (content: Buffer): Buffer => {
          const whole = compress(content);
          return Buffer.concat([whole.subarray(0, Math.min(whole.length, cut)), garbage]);
        };
        const some = records.slice(0, 40);
        const bytes = recordBatchBytes({
          attributes: cut % 2 === 0 ? codec : attributes,
          records: some,
          compress: spoil,
        });
        const places = some.slice(from).map(({ offsetDelta }) => String(offsetDelta));
        expect(offsetsOf(await decodedInPieces(bytes, from, room))).toEqual(places);
      },
    ),
    { numRuns: 300 },
  );
});

test.each(CODECS)(
  'I10: A record of garbage with $name that skips the places of others hides none of them.',
  async ({ attributes, compress }) => {
    // What was seen: of 40 records 30 are whole, and the bytes behind them read as one at place 37.
    const places = [...Array.from({ length: 30 }, (_, delta) => delta), 37, 38, 39];
    const garbage = places.map((offsetDelta) => ({ offsetDelta, value: Buffer.from(`v${offsetDelta}`) }));
    const bytes = recordBatchBytes({ attributes, records: garbage, compress, count: 40 });
    for (const from of [0, 5, 29, 30, 33, 37, 39]) {
      const read = await decoded(bytes, BigInt(from));
      expect(offsetsOf(read)).toEqual(Array.from({ length: 40 - from }, (_, place) => String(from + place)));
      expect(read.filter(({ unreadable }) => unreadable === undefined)).toHaveLength(Math.max(0, 30 - from));
    }
  },
);

/** A frame of zstd whose window is 128 MB if `log` is 27: all of it is one byte, four bytes for each 128 KB. */
const zeros = (content: Buffer, bytes: number, log: number): Buffer => {
  const raw = Buffer.alloc(3);
  raw.writeUIntLE(content.length << 3, 0, 3);
  const blocks = Math.floor(bytes / RLE_BYTES);
  const repeated = Buffer.alloc(4 * blocks);
  for (let at = 0; at < blocks; at += 1) repeated.writeUIntLE((RLE_BYTES << 3) | 2, at * 4, 3);
  const end = Buffer.from([1, 0, 0]);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (log - 10) << 3]), raw, content, repeated, end]);
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
};

/** A batch of one record of so many bytes. */
const oneHuge = (bytes: number, log: number): Buffer => {
  const before = Buffer.concat([Buffer.from([0, 0]), varint(0), varint(4), Buffer.from('huge'), varint(bytes)]);
  const compress = (): Buffer => zeros(Buffer.concat([varint(before.length + bytes), before]), bytes + RLE_BYTES, log);
  return recordBatchBytes({ attributes: ZSTD, records: [{ offsetDelta: 0 }], compress });
};

test('I10: A record that inflates to hundreds of megabytes is passed over in several fetches, between which and in which others get their turn.', async () => {
  const bytes = oneHuge(300_000_000, 20);
  const paused = new PausedBatches();
  // Counted, not timed: a busy machine makes any turn long.
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  let fetches = 0;
  let read: readonly FetchedMessage[] = [];
  for (; read.length === 0 && fetches < 20; fetches += 1) {
    const batches = await decodeRecordBatches(bytes, {
      from: 0n,
      room: new DecodingRoom(16_777_216, { mostInflated: 50_000_000 }),
      paused,
    });
    read = batches.flatMap(({ messages }) => messages);
  }
  clearImmediate(next);
  expect(read).toMatchObject([{ offset: '0', key: Buffer.from('huge'), tooLarge: 300_000_013 }]);
  expect(fetches).toBeGreaterThan(4);
  // There is one after every 8 MiB that are inflated.
  expect(turns).toBeGreaterThan(30);
});

test('I10: Batches that need windows of 128 MB are read one after the other, and one of them is kept at most.', async () => {
  const paused = new PausedBatches();
  const before = process.memoryUsage().arrayBuffers;
  let highest = 0;
  const bytes = oneHuge(200_000_000, 27);
  const all = Array.from({ length: 3 }, async () => {
    const room = new DecodingRoom(16_777_216, { mostInflated: 1 });
    await decodeRecordBatches(bytes, { from: 0n, room, paused });
    highest = Math.max(highest, process.memoryUsage().arrayBuffers - before);
  });
  await Promise.all(all);
  expect(highest).toBeLessThan(450_000_000);
});

test('I10: A small batch that claims a window of 128 MB takes no such memory.', async () => {
  const claimed = (content: Buffer): Buffer => {
    const frame = zstdFrame(content);
    frame.writeUInt8((27 - 10) << 3, 5);
    return frame;
  };
  const bytes = recordBatchBytes({ attributes: ZSTD, records, compress: claimed });
  const before = process.memoryUsage().arrayBuffers;
  expect((await decoded(bytes)).map(({ value }) => value?.toString())).toEqual(
    records.map(({ value }) => value.toString()),
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
});

test('More batches than are kept come to their end all the same, and those that are kept are inflated once.', async () => {
  const paused = new PausedBatches();
  const many = Array.from({ length: 12 }, (_, index) => oneHuge(70_000_000 + index, 20));
  const done = new Set<number>();
  for (let round = 0; round < 30 && done.size < many.length; round += 1) {
    for (const [index, bytes] of many.entries()) {
      if (done.has(index)) continue;
      const room = new DecodingRoom(16_777_216, { mostInflated: 30_000_000 });
      const [batch] = await decodeRecordBatches(bytes, { from: 0n, room, paused });
      if ((batch?.messages.length ?? 0) > 0) done.add(index);
    }
  }
  expect(done.size).toBe(many.length);
});
