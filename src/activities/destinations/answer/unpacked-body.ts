import type { IncomingMessage } from 'node:http';
import { pipeline, Transform, type Readable, type TransformCallback } from 'node:stream';
import * as zlib from 'node:zlib';

/** What is packed and ends early is unpacked as far as it goes. */
const ZIP = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
const BROTLI = { flush: zlib.constants.BROTLI_OPERATION_FLUSH, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };
/** What every zlib stream begins with, and the two bytes that stand for it before one that lacks its header. */
const ZLIB_MARK = 0x78;
const ZLIB_HEADER = Buffer.from([ZLIB_MARK, 0x9c]);

type Pipe = readonly NodeJS.ReadWriteStream[];

/** The body of an answer, unpacked as its Content-Encoding says, in the way in which axios does it. */
export const unpackedBody = (response: IncomingMessage, method: string): Readable => {
  const encoding = response.headers['content-encoding'];
  if (encoding === undefined || method === 'HEAD' || response.statusCode === 204) return response;
  const steps = unpacking(encoding.toLowerCase());
  if (steps.length === 0) return response;
  // Its reader learns of errors.
  return pipeline([response, ...steps], () => undefined) as unknown as Readable;
};

const unpacking = (encoding: string): Pipe => {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
    case 'compress':
    case 'x-compress':
      return [zlib.createUnzip(ZIP)];
    case 'deflate':
      return [withZlibHeader(), zlib.createUnzip(ZIP)];
    case 'br':
      return [zlib.createBrotliDecompress(BROTLI)];
    case 'zstd':
      return zstd();
    default:
      return [];
  }
};

/** Node has it from 22.15 on. No request asks for it, and some APIs send it all the same. */
const zstd = (): Pipe => {
  const { createZstdDecompress: create, constants } = zlib as unknown as {
    readonly createZstdDecompress?: (options: object) => NodeJS.ReadWriteStream;
    readonly constants: { readonly ZSTD_e_flush: number };
  };
  return create === undefined ? [] : [create({ flush: constants.ZSTD_e_flush, finishFlush: constants.ZSTD_e_flush })];
};

/** Some APIs send deflate without the header that belongs to it. */
const withZlibHeader = (): Transform => {
  let begun = false;
  return new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      if (!begun && chunk.length > 0) {
        begun = true;
        if (chunk[0] !== ZLIB_MARK) this.push(ZLIB_HEADER);
      }
      done(null, chunk);
    },
  });
};
