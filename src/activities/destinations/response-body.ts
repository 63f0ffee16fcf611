import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DIGEST_CHARACTERS } from '../../model/contract/effect-ledger';

export interface Body {
  readonly bytes: Buffer;
  /** True if the body exceeded the limit: the rest was not read and the connection is closed. */
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

/** Tells one answer from another in the effect ledger, which keeps no bodies. It is '' if the body is not complete. */
export const digestOf = (body: Body | undefined): string =>
  body === undefined || body.cut
    ? ''
    : createHash('sha256').update(body.bytes).digest('hex').slice(0, DIGEST_CHARACTERS);
