import { gunzipSync, gzipSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { inflated } from '../../../../src/kafka/protocol/codecs';
import { CODECS } from './compressed';

const text = Buffer.from('some records, some records, some records');
// The Java implementation made this. What Kafka itself writes is read in test/integration/kafka/delivery.test.ts.
const SNAPPY_BLOCK = Buffer.from('KDRzb21lIHJlY29yZHMsIGYOAA==', 'base64');

const piecesOf = async (codec: number, compressed: Buffer): Promise<readonly Buffer[]> => {
  const pieces: Buffer[] = [];
  for await (const piece of inflated(codec, compressed)) pieces.push(piece);
  return pieces;
};

const whole = async (codec: number, compressed: Buffer): Promise<Buffer> =>
  Buffer.concat(await piecesOf(codec, compressed));

test('Records in gzip and lz4 are decompressed.', async () => {
  expect(await whole(1, gzipSync(text))).toEqual(text);
  expect(await whole(3, compressFrameSync(text))).toEqual(text);
});

test('Records in snappy are decompressed as one bare block and in the framing of Java.', async () => {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(SNAPPY_BLOCK.length);
  const framed = Buffer.concat([header, size, SNAPPY_BLOCK, size, SNAPPY_BLOCK]);
  expect(await whole(2, SNAPPY_BLOCK)).toEqual(text);
  expect(await whole(2, framed)).toEqual(Buffer.concat([text, text]));
});

test('Several frames or members in a row are decompressed one after another, with what may be skipped between them.', async () => {
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7]);
  for (const { attributes, compress, name } of CODECS) {
    if (name.startsWith('snappy')) continue;
    const parts = [compress(text), ...(name === 'gzip' ? [] : [skippable]), compress(text)];
    expect([name, await whole(attributes, Buffer.concat(parts))]).toEqual([name, Buffer.concat([text, text])]);
  }
});

// `lz4 -BD -B4` made these three blocks, each of which refers to the one before; gzip has compressed them once more.
const LINKED_LZ4 =
  'H4sIAAAAAAACA2NR8pVwcYgzY2Rg+MiYk5mXqmCgkJ+mkJuYV6mjIMAgbQjERkBsDMQmQGwKxGYCDPwFDP9HOCgOAIcRFzDk+D+M' +
  '9MD4/wISGhkM8HRkhJKO0NKPtAEkbZGVjlQhdgGtYmiuCegAACc1hTLDAgAA';

test('Blocks of lz4 that refer to the block before them are decompressed with it.', async () => {
  const lines = Array.from({ length: 9_000 }, (_, index) => `line ${index % 7} of many, `).join('');
  expect((await whole(3, gunzipSync(Buffer.from(LINKED_LZ4, 'base64')))).toString()).toBe(lines);
});

test.each(CODECS.filter(({ name }) => name !== 'snappy'))(
  'Zeros in $name are inflated in pieces of 4 MB at most, whatever they amount to.',
  async ({ attributes, compress }) => {
    const pieces = await piecesOf(attributes, compress(Buffer.alloc(20_000_000)));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(4_194_304);
    expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(20_000_000);
  },
);

test.each([
  ['that is no frame', Buffer.from('nonsense, but long enough')],
  ['with a window of 1 TB', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf0, 1, 0, 0])],
  ['with a block that was cut short', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50, 0xff, 0xff, 0x00])],
])('A zstd batch %s is refused before memory is taken for it.', async (_what, compressed) => {
  await expect(whole(4, compressed)).rejects.toThrow();
});

test.each([0, 5, 7])('The unknown codec %i is refused with the codecs that are known.', (codec) => {
  expect(() => inflated(codec, text)).toThrow(
    expect.objectContaining({ code: 'codec-unknown', retryable: false }) as Error,
  );
});

test('What follows the last member of gzip and is none is passed over, as Java does, wherever the first one ends.', async () => {
  const named = gzipSync(text);
  named[3] = 0x08;
  const withName = Buffer.concat([named.subarray(0, 10), Buffer.from('name\0'), named.subarray(10)]);
  for (const behind of ['', 'xy', '\0\0', '\x1f\x8b', '\x1f\x8b\x07 no member', 'x'.repeat(100_000)]) {
    const garbage = Buffer.from(behind, 'latin1');
    expect((await whole(1, Buffer.concat([gzipSync(text), garbage]))).toString()).toBe(text.toString());
    expect((await whole(1, Buffer.concat([withName, gzipSync(text), garbage]))).toString()).toBe(
      text.toString().repeat(2),
    );
  }
  await expect(whole(1, Buffer.from('nonsense, but long enough'))).rejects.toThrow();
  await expect(whole(1, gzipSync(text).subarray(0, 16))).rejects.toThrow();
});

test("Streams of Java's snappy that follow each other, and empty blocks in them, are read like one stream.", async () => {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(SNAPPY_BLOCK.length);
  const stream = Buffer.concat([header, Buffer.alloc(4), size, SNAPPY_BLOCK, Buffer.alloc(4)]);
  expect((await whole(2, Buffer.concat([stream, header, stream]))).toString()).toBe(text.toString().repeat(2));
  await expect(whole(2, Buffer.concat([header, Buffer.from([255, 255, 255, 240]), SNAPPY_BLOCK]))).rejects.toThrow();
});
