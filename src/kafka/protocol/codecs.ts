// Decompresses record batches, piece by piece: a few KB may hold gigabytes. A codec unknown to kafkajs crashes its
// consumer for good without telling the application. Here every codec of Kafka is known, and a future one is a clear
// error.
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { GatewayError } from '../../errors';
import { lz4Blocks } from './lz4-blocks';
import { SnappyBlocks } from './snappy-blocks';
import { gunzipped } from './gzip-members';
import { narrowedFrames, zstdBlocks } from './zstd-blocks';

type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>;
type Inflate = (compressed: Buffer) => Pieces;

const PIECE_BYTES = 65_536;
const SNAPPY = 2;
const ZSTD = 4;
/** gzip looks back 32 KB, lz4 64 KB; both have buffers besides. */
const LITTLE_BYTES = 262_144;
const LARGE_BYTES = 8_388_608;

const through = (stream: Transform, compressed: Buffer): Pieces => {
  stream.end(compressed);
  return stream as AsyncIterable<Buffer>;
};

const nodeZstd = (zlib as { createZstdDecompress?: (options: zlib.ZlibOptions) => Transform }).createZstdDecompress;

async function* inflatedFrames(frames: readonly Buffer[], zstd: NonNullable<typeof nodeZstd>): AsyncGenerator<Buffer> {
  for (const frame of frames) yield* through(zstd({ chunkSize: PIECE_BYTES }), frame);
}

const CODECS: Readonly<Record<number, Inflate>> = {
  1: gunzipped,
  2: (compressed) => new SnappyBlocks(compressed),
  3: lz4Blocks,
  4: (compressed) => {
    const { frames, each } = narrowedFrames(compressed);
    return nodeZstd === undefined ? zstdBlocks(frames) : inflatedFrames(each, nodeZstd);
  },
};

/** @throws GatewayError `codec-unknown`: not retryable; the record stays in Kafka. */
export const assertKnown = (codec: number): void => {
  if (codec !== 0 && CODECS[codec] === undefined) throw unknown(codec);
};

/**
 * Returns the decompressed records of a batch in pieces, each inflated when it is asked for. `codec` is the number in
 * the batch's attributes, 1 to 4.
 * @throws GatewayError `codec-unknown`
 */
export const inflated = (codec: number, compressed: Buffer): Pieces => {
  const inflate = CODECS[codec];
  if (inflate === undefined) throw unknown(codec);
  return inflate(compressed);
};

const unknown = (codec: number): GatewayError =>
  new GatewayError(
    'codec-unknown',
    `Expected record batches compressed with gzip (1), snappy (2), lz4 (3) or zstd (4), got codec ${codec}. ` +
      'Upgrade Sluice, or have the producer use one of these.',
  );

/** What a codec itself holds in memory while it inflates: the window of zstd, the largest block of snappy. */
export const windowBytes = (codec: number, compressed: Buffer): number => {
  if (codec === SNAPPY) return new SnappyBlocks(compressed).largest;
  return codec === ZSTD ? narrowedFrames(compressed).window : LITTLE_BYTES;
};

/**
 * The effort of each piece besides its bytes, as if it were so many more: `fzstd` moves its whole window for each block,
 * which takes tens of milliseconds for one of 128 MB.
 */
export const pieceEffort = (codec: number, memory: number): number =>
  codec === ZSTD && nodeZstd === undefined && memory > LARGE_BYTES ? Math.floor(memory / 4) : 0;
