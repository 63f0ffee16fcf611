// Decompresses record batches, piece by piece: a few KB may hold gigabytes. A codec unknown to kafkajs crashes its
// consumer for good without telling the application. Here every codec of Kafka is known, and a future one is a clear
// error.
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { GatewayError } from '../../errors';
import { lz4Blocks } from './lz4-blocks';
import { SnappyBlocks } from './snappy-blocks';
import { zstdBlocks } from './zstd-blocks';

type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>;
type Inflate = (compressed: Buffer) => Pieces;

const PIECE_BYTES = 65_536;

const through = (stream: Transform, compressed: Buffer): Pieces => {
  stream.end(compressed);
  return stream as AsyncIterable<Buffer>;
};

const nodeZstd = (zlib as { createZstdDecompress?: (options: zlib.ZlibOptions) => Transform }).createZstdDecompress;

const CODECS: Readonly<Record<number, Inflate>> = {
  1: (compressed) => through(zlib.createGunzip({ chunkSize: PIECE_BYTES }), compressed),
  2: (compressed) => new SnappyBlocks(compressed),
  3: lz4Blocks,
  4: (compressed) =>
    nodeZstd === undefined ? zstdBlocks(compressed) : through(nodeZstd({ chunkSize: PIECE_BYTES }), compressed),
};

/**
 * Returns the decompressed records of a batch in pieces, each inflated when it is asked for. `codec` is the number in
 * the batch's attributes, 1 to 4.
 * @throws GatewayError `codec-unknown`: not retryable; the record stays in Kafka.
 */
export const inflated = (codec: number, compressed: Buffer): Pieces => {
  const inflate = CODECS[codec];
  if (inflate === undefined) {
    throw new GatewayError(
      'codec-unknown',
      `Expected record batches compressed with gzip (1), snappy (2), lz4 (3) or zstd (4), got codec ${codec}. ` +
        'Upgrade Sluice, or have the producer use one of these.',
    );
  }
  return inflate(compressed);
};
