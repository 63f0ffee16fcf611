import { uncompress } from 'snappyjs';
import { ByteReader } from './byte-reader';

// Java writes snappy in the framing of xerial's snappy-java: this magic, two version numbers, then blocks, each
// preceded by its length. Several such streams may follow each other. Other clients write one bare block.
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/** Records compressed with snappy, which inflates a block at once. */
export class SnappyBlocks implements Iterable<Buffer> {
  constructor(private readonly compressed: Buffer) {}

  /** The bytes that the largest block inflates to, as it says itself. */
  get largest(): number {
    let largest = 0;
    for (const block of this.blocks())
      if (block.length > 0) largest = Math.max(largest, new ByteReader(block).unsignedVarint());
    return largest;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    for (const block of this.blocks()) if (block.length > 0) yield uncompress(whole(block));
  }

  private *blocks(): Generator<Buffer> {
    if (!beginsStream(this.compressed, 0)) {
      yield this.compressed;
      return;
    }
    const reader = new ByteReader(this.compressed);
    while (reader.remaining > 0) {
      if (beginsStream(this.compressed, this.compressed.length - reader.remaining)) reader.bytes(XERIAL_HEADER_BYTES);
      else yield reader.bytes(reader.int32());
    }
  }
}

const beginsStream = (compressed: Buffer, at: number): boolean =>
  compressed.subarray(at, at + XERIAL_MAGIC.length).equals(XERIAL_MAGIC);

/** The block, if it inflates to as much as it says: `snappyjs` fills what is missing with zeros. */
const whole = (block: Buffer): Buffer => {
  const reader = new ByteReader(block);
  const said = reader.unsignedVarint();
  let length = 0;
  while (reader.remaining > 0 && length <= said) length += skipElement(reader);
  if (length !== said) throw new RangeError(`a snappy block of ${length} bytes that says it has ${said}`);
  return block;
};

/** Returns how many bytes the next literal or copy inflates to. */
const skipElement = (reader: ByteReader): number => {
  const tag = reader.bytes(1).readUInt8();
  const size = tag >> 2;
  switch (tag & 3) {
    case 0: {
      const bytes = size - 59;
      const length = 1 + (bytes > 0 ? reader.bytes(bytes).readUIntLE(0, bytes) : size);
      reader.bytes(length);
      return length;
    }
    case 1:
      reader.bytes(1);
      return (size & 7) + 4;
    default:
      reader.bytes((tag & 3) === 2 ? 2 : 4);
      return size + 1;
  }
};
