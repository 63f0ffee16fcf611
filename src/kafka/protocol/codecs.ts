// Decompresses record batches. A codec unknown to kafkajs crashes its consumer for good without telling the
// application. Here every codec of Kafka is known, and a future one is a clear error.
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { decompress as fzstd } from 'fzstd';
import { decompressFrame } from 'lz4-napi';
import { uncompress } from 'snappyjs';
import { GatewayError } from '../../errors';

type Decompress = (compressed: Buffer) => Promise<Buffer>;

const gunzip: Decompress = promisify(zlib.gunzip);

// Java writes snappy in the framing of xerial's snappy-java: this magic, two version numbers, then blocks, each
// preceded by its length. Other clients write one bare block.
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

const unsnappy = (compressed: Buffer): Buffer => {
  if (!compressed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return uncompress(compressed);
  const blocks: Buffer[] = [];
  let position = XERIAL_HEADER_BYTES;
  while (position < compressed.length) {
    const length = compressed.readInt32BE(position);
    position += 4;
    blocks.push(uncompress(compressed.subarray(position, position + length)));
    position += length;
  }
  return Buffer.concat(blocks);
};

// Node has zstd since 22.15.
type ZstdCallback = (error: Error | null, result: Buffer) => void;
const nodeZstd = (zlib as { zstdDecompress?: (buffer: Buffer, callback: ZstdCallback) => void }).zstdDecompress;

const unzstd: Decompress =
  nodeZstd === undefined ? (compressed) => Promise.resolve(Buffer.from(fzstd(compressed).buffer)) : promisify(nodeZstd);

const CODECS: Readonly<Record<number, Decompress>> = {
  1: gunzip,
  2: (compressed) => Promise.resolve(unsnappy(compressed)),
  3: (compressed) => decompressFrame(compressed),
  4: unzstd,
};

/**
 * Returns the decompressed records of a batch. `codec` is the number in the batch's attributes, 1 to 4.
 * @throws GatewayError `codec-unknown`: not retryable; the record stays in Kafka.
 */
export const decompressRecords = (codec: number, compressed: Buffer): Promise<Buffer> => {
  const decompress = CODECS[codec];
  if (decompress === undefined) {
    throw new GatewayError(
      'codec-unknown',
      `Expected record batches compressed with gzip (1), snappy (2), lz4 (3) or zstd (4), got codec ${codec}. ` +
        'Upgrade Sluice, or have the producer use one of these.',
    );
  }
  return decompress(compressed);
};
