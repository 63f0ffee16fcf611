// Decompresses zstd block by block, for a Node without zstd (it has one since 22.15). `fzstd` decompresses all that it
// is given at once, and takes the memory that a frame claims, so the frames are walked here (RFC 8878).
import { Decompress } from 'fzstd';

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Node accepts no larger window. */
const MOST_WINDOW_BYTES = 134_217_728;
const MOST_BLOCK_BYTES = 131_072;
const REPEATED = 1;
const COMPRESSED = 2;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;

/** Yields what is in the frames, a block at a time. */
export function* zstdBlocks(compressed: Buffer): Generator<Buffer> {
  const blocks: Buffer[] = [];
  const inflater = new Decompress((block) => {
    if (block.length > 0) blocks.push(Buffer.from(block.buffer, block.byteOffset, block.length));
  });
  let at = 0;
  for (const end of blockEnds(compressed)) {
    inflater.push(compressed.subarray(at, end), end === compressed.length);
    at = end;
    yield* blocks.splice(0);
  }
}

/**
 * The same frames with windows no larger than what is in them, because so much memory is taken for each; `window` is the
 * largest. Producers with high levels claim 128 MB for some kilobytes.
 */
export const narrowedFrames = (compressed: Buffer): NarrowedFrames => {
  let frames = compressed;
  let largest = 0;
  const places: (readonly [begin: number, end: number])[] = [];
  const ends = blockEnds(compressed, ({ window, descriptorAt, most, begin, end }) => {
    places.push([begin, end]);
    const descriptor = Math.max(0, Math.ceil(Math.log2(Math.max(1, most))) - 10) << 3;
    const enough = windowBytes(descriptor);
    const narrows = descriptorAt !== undefined && enough < window;
    largest = Math.max(largest, narrows ? enough : window);
    if (!narrows) return;
    if (frames === compressed) frames = Buffer.from(compressed);
    frames.writeUInt8(descriptor, descriptorAt);
  });
  while (ends.next().done !== true);
  return { frames, window: largest, each: places.map(([begin, end]) => frames.subarray(begin, end)) };
};

interface NarrowedFrames {
  readonly frames: Buffer;
  readonly window: number;
  /** One by one, without what may be skipped between them: Node 22 reads nothing behind the first. */
  readonly each: readonly Buffer[];
}

interface FrameSizes {
  readonly begin: number;
  readonly end: number;
  readonly window: number;
  /** Where the window stands; undefined in a frame that says the size of its content instead. */
  readonly descriptorAt: number | undefined;
  /** The most bytes that its blocks can inflate to. */
  readonly most: number;
}

/** The position behind each block, header and checksum. */
function* blockEnds(compressed: Buffer, seen?: (frame: FrameSizes) => void): Generator<number> {
  let at = 0;
  while (at < compressed.length) {
    const magic = compressed.readUInt32LE(at);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      at += 8 + compressed.readUInt32LE(at + 4);
      yield at;
      continue;
    }
    const begin = at;
    if (magic !== FRAME_MAGIC) throw new RangeError('not a zstd frame');
    const flags = compressed.readUInt8(at + 4);
    const descriptorAt = (flags & 0x20) === 0 ? at + 5 : undefined;
    const { bytes, window } = frameHeader(compressed, at, flags);
    at += bytes;
    let most = 0;
    for (let last = false; !last;) {
      const block = blockAt(compressed, at);
      ({ last } = block);
      most += block.most;
      at = block.end + (last && (flags & 4) !== 0 ? 4 : 0);
      if (at > compressed.length) throw new RangeError('a zstd block that was cut short');
      yield at;
    }
    seen?.({ window, descriptorAt, most, begin, end: at });
  }
}

const blockAt = (
  compressed: Buffer,
  at: number,
): { readonly last: boolean; readonly end: number; readonly most: number } => {
  const header = compressed.readUIntLE(at, 3);
  const [kind, size] = [(header >> 1) & 3, header >> 3];
  if (size > MOST_BLOCK_BYTES) throw new RangeError('a zstd block that is larger than zstd allows');
  return {
    last: (header & 1) === 1,
    end: at + 3 + (kind === REPEATED ? 1 : size),
    most: kind === COMPRESSED ? MOST_BLOCK_BYTES : size,
  };
};

const frameHeader = (
  compressed: Buffer,
  at: number,
  flags: number,
): { readonly bytes: number; readonly window: number } => {
  const single = (flags & 0x20) !== 0;
  const sizeFlag = flags >> 6;
  const sizeBytes = sizeFlag > 0 ? 1 << sizeFlag : single ? 1 : 0;
  const before = 5 + (single ? 0 : 1) + DICTIONARY_BYTES[(flags & 3) as 0 | 1 | 2 | 3];
  const window = single ? readSize(compressed, at + before, sizeBytes) : windowBytes(compressed.readUInt8(at + 5));
  if (window > MOST_WINDOW_BYTES) {
    throw new RangeError(`a zstd frame that needs a window of ${window} bytes, more than ${MOST_WINDOW_BYTES}`);
  }
  return { bytes: before + sizeBytes, window };
};

const windowBytes = (descriptor: number): number => {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
};

const readSize = (compressed: Buffer, at: number, bytes: number): number =>
  bytes === 8 ? Number(compressed.readBigUInt64LE(at)) : compressed.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
