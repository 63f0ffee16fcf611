// Decompresses gzip member by member (RFC 1952). Node's own gunzip takes whatever follows a member for another one, and
// destroys what it has inflated if it is none. Java's reader, and so the broker, ignores what is no member.
import { createInflateRaw } from 'node:zlib';

const PIECE_BYTES = 65_536;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const DEFLATE = 8;
const HEADER_CHECKSUM = 0x02;
const EXTRA = 0x04;
const NAME = 0x08;
const COMMENT = 0x10;

/** Yields what is in the members, a piece at a time. Their checksums are left to that of the record batch. */
export async function* gunzipped(compressed: Buffer): AsyncGenerator<Buffer> {
  let start = contentStart(compressed, 0);
  if (start === undefined) throw new RangeError('not gzip');
  while (start !== undefined) {
    const inflater = createInflateRaw({ chunkSize: PIECE_BYTES });
    inflater.end(compressed.subarray(start));
    yield* inflater as AsyncIterable<Buffer>;
    start = contentStart(compressed, start + inflater.bytesWritten + TRAILER_BYTES);
  }
}

/** Where the content of the member at `at` begins; undefined if there is no member. */
const contentStart = (compressed: Buffer, at: number): number | undefined => {
  const header = compressed.subarray(at, at + HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.readUInt16BE(0) !== 0x1f8b || header[2] !== DEFLATE) return undefined;
  const flags = header[3] ?? 0;
  let start = at + HEADER_BYTES;
  if ((flags & EXTRA) !== 0) {
    if (start + 2 > compressed.length) return undefined;
    start += 2 + compressed.readUInt16LE(start);
  }
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = compressed.indexOf(0, start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  if ((flags & HEADER_CHECKSUM) !== 0) start += 2;
  return start < compressed.length ? start : undefined;
};
