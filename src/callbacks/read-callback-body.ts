import type { IncomingMessage } from 'node:http';
import { RefusedCallback } from './refused-callback';

/**
 * The body of a callback, bounded.
 * @throws RefusedCallback 413
 */
export const readCallbackBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const tooLarge = (): RefusedCallback =>
    new RefusedCallback(413, 'too-large', `A body may have ${maxBytes} bytes at most.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  if (request.headers['content-encoding'] !== undefined && request.headers['content-encoding'] !== 'identity') {
    throw new RefusedCallback(415, 'encoding', 'Send the body without a content encoding.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
