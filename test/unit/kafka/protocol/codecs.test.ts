import { gzipSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { decompressRecords } from '../../../../src/kafka/protocol/codecs';

const text = Buffer.from('some records, some records, some records');
// By the Java implementation. What Kafka itself writes is read in test/integration/kafka/delivery.test.ts.
const SNAPPY_BLOCK = Buffer.from('KDRzb21lIHJlY29yZHMsIGYOAA==', 'base64');

test('Records in gzip and lz4 are decompressed.', async () => {
  expect(await decompressRecords(1, gzipSync(text))).toEqual(text);
  expect(await decompressRecords(3, compressFrameSync(text))).toEqual(text);
});

test('Records in snappy are decompressed as one bare block and in the framing of Java.', async () => {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(SNAPPY_BLOCK.length);
  const framed = Buffer.concat([header, size, SNAPPY_BLOCK, size, SNAPPY_BLOCK]);
  expect(await decompressRecords(2, SNAPPY_BLOCK)).toEqual(text);
  expect(await decompressRecords(2, framed)).toEqual(Buffer.concat([text, text]));
});

test.each([0, 5, 7])('The unknown codec %i is refused with the codecs that are known.', (codec) => {
  expect(() => decompressRecords(codec, text)).toThrow(
    expect.objectContaining({ code: 'codec-unknown', retryable: false }) as Error,
  );
});
