import type { Readable } from 'node:stream';

export interface Body {
  readonly bytes: Buffer;
  /** The body went on past the limit; the rest was not read and the connection is closed. */
  readonly cut: boolean;
}

/** Reads a response body, at most `limit` bytes of it. */
export const readBody = async (stream: Readable, limit: number): Promise<Body> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop destroys the stream.
    if (size > limit) return { bytes: Buffer.concat(chunks).subarray(0, limit), cut: true };
  }
  return { bytes: Buffer.concat(chunks), cut: false };
};
