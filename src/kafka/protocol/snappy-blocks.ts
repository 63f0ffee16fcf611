import { uncompress } from 'snappyjs';
import { ByteReader } from './byte-reader';

// Java writes snappy in the framing of xerial's snappy-java: this magic, two version numbers, then blocks, each
// preceded by its length. Other clients write one bare block.
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/** Records compressed with snappy, which inflates a block at once. */
export class SnappyBlocks implements Iterable<Buffer> {
  constructor(private readonly compressed: Buffer) {}

  /** The bytes that the largest block inflates to, as it says itself. */
  get largest(): number {
    let largest = 0;
    for (const block of this.blocks()) largest = Math.max(largest, new ByteReader(block).unsignedVarint());
    return largest;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    for (const block of this.blocks()) yield uncompress(block);
  }

  private *blocks(): Generator<Buffer> {
    if (!this.compressed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) {
      yield this.compressed;
      return;
    }
    const reader = new ByteReader(this.compressed, XERIAL_HEADER_BYTES);
    while (reader.remaining > 0) yield reader.bytes(reader.int32());
  }
}
