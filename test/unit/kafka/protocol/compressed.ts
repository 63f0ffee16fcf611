// Compresses as producers do. Java's framing of snappy and real zstd are read in test/integration/kafka/delivery.test.ts.
import { gzipSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';

// The package has no types; sluice declares only what it calls.
const { compress: compressSnappy } = jest.requireActual<{ compress: (content: Buffer) => Buffer }>('snappyjs');

const RAW_BYTES = 100_000;
const REPEATED = 1;

const block = (kind: number, size: number, last: boolean): Buffer => {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (kind << 1) | (last ? 1 : 0), 0, 3);
  return header;
};

/** A frame of zstd with a window of 1 MB: equal bytes take four, and all others are stored as they are. */
export const zstdFrame = (content: Buffer): Buffer => {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 10 << 3])];
  for (let at = 0; at < content.length; at += RAW_BYTES) {
    const piece = content.subarray(at, at + RAW_BYTES);
    const last = at + piece.length === content.length;
    const equal = piece.length > 0 && piece.equals(Buffer.alloc(piece.length, piece[0]));
    parts.push(block(equal ? REPEATED : 0, piece.length, last), equal ? piece.subarray(0, 1) : piece);
  }
  return Buffer.concat(parts);
};

const java = (content: Buffer): Buffer => {
  const parts: Buffer[] = [Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])];
  for (let at = 0; at < content.length; at += 32_768) {
    const compressed = compressSnappy(content.subarray(at, at + 32_768));
    const size = Buffer.alloc(4);
    size.writeInt32BE(compressed.length);
    parts.push(size, compressed);
  }
  return Buffer.concat(parts);
};

export interface Codec {
  readonly name: string;
  readonly attributes: number;
  readonly compress: (content: Buffer) => Buffer;
}

export const CODECS: readonly Codec[] = [
  { name: 'gzip', attributes: 1, compress: (content) => gzipSync(content) },
  { name: 'snappy', attributes: 2, compress: compressSnappy },
  { name: 'snappy by Java', attributes: 2, compress: java },
  { name: 'lz4', attributes: 3, compress: (content) => compressFrameSync(content) },
  { name: 'zstd', attributes: 4, compress: zstdFrame },
];
