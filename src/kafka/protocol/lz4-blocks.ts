// Decompresses lz4 frames block by block. `lz4-napi` decompresses whole frames only, of whatever size.
import { uncompressSync } from 'lz4-napi';

const FRAME_MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;
const LINKED_BYTES = 65_536;
const STORED = 0x8000_0000;
// Flags of a frame.
const INDEPENDENT = 0x20;
const BLOCK_CHECKSUMS = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;

/** The largest block by the number in a frame's descriptor. */
const BLOCK_BYTES: Readonly<Record<number, number>> = { 4: 65_536, 5: 262_144, 6: 1_048_576, 7: 4_194_304 };

/** Yields what is in the frames, at most 4 MB at a time. The checksums of lz4 are left to that of the record batch. */
export function* lz4Blocks(compressed: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < compressed.length) {
    const magic = compressed.readUInt32LE(at);
    at += 4;
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      at += 4 + compressed.readUInt32LE(at);
      continue;
    }
    if (magic !== FRAME_MAGIC) throw new RangeError('not an lz4 frame');
    at = yield* frameBlocks(compressed, at);
  }
}

/** Returns the position after the frame. */
function* frameBlocks(compressed: Buffer, start: number): Generator<Buffer, number> {
  const flags = compressed.readUInt8(start);
  const bytesIf = (flag: number, bytes: number): number => ((flags & flag) === 0 ? 0 : bytes);
  const most = BLOCK_BYTES[(compressed.readUInt8(start + 1) >> 4) & 7];
  if (most === undefined) throw new RangeError('an lz4 frame of unknown block size');
  // Two descriptor bytes are followed by the size of the content, the id of a dictionary, and a checksum of one byte.
  let at = start + 3 + bytesIf(CONTENT_SIZE, 8) + bytesIf(DICTIONARY, 4);
  let before = Buffer.alloc(0);
  for (;;) {
    const word = compressed.readUInt32LE(at);
    at += 4;
    if (word === 0) return at + bytesIf(CONTENT_CHECKSUM, 4);
    const length = word >= STORED ? word - STORED : word;
    if (length > compressed.length - at) throw new RangeError('an lz4 block that was cut short');
    const content = compressed.subarray(at, at + length);
    at += length + bytesIf(BLOCK_CHECKSUMS, 4);
    const block = word >= STORED ? content : uncompressSync(withRoom(content, most), before);
    // Blocks that are linked refer to what came right before them.
    if ((flags & INDEPENDENT) === 0) before = Buffer.concat([before, block]).subarray(-LINKED_BYTES);
    yield block;
  }
}

/** `lz4-napi` expects the room that a block needs in front of it. */
const withRoom = (block: Buffer, bytes: number): Buffer => {
  const room = Buffer.alloc(4);
  room.writeUInt32LE(bytes);
  return Buffer.concat([room, block]);
};
