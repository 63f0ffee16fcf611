import { hash } from 'node:crypto';
import { finished, type Readable } from 'node:stream';
import { DIGEST_CHARACTERS } from '../../../model/contract/effect-ledger';

export interface Body {
  readonly bytes: Buffer;
  /** True if the body exceeded the limit: the rest was not read and the connection is closed. */
  readonly cut: boolean;
}

/** Reads a response body, at most `limit` bytes of it. */
export const readBody = (stream: Readable, limit: number): Promise<Body> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // An iterator over the stream would take three times as long.
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      resolve({ bytes: Buffer.concat(chunks).subarray(0, limit), cut: true });
      stream.destroy();
    });
    finished(stream, { writable: false }, (error) => {
      if (error) reject(error);
      else resolve({ bytes: Buffer.concat(chunks), cut: false });
    });
  });

/** Tells one answer from another in the effect ledger, which keeps no bodies. It is '' if the body is not complete. */
export const digestOf = (body: Body | undefined): string =>
  body === undefined || body.cut ? '' : hash('sha256', body.bytes, 'hex').slice(0, DIGEST_CHARACTERS);
