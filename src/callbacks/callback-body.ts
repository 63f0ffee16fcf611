// The body of a callback, and what a handler gets of it. Bodies are hostile, and end up in history and in code that
// walks over them.
import type { IncomingMessage } from 'node:http';
import { bodyText } from '../body-text';
import { claimsJson } from '../model/json/claims-json';
import { isDeeper } from '../model/json/is-deeper';
import { RefusedCallback } from './refused-callback';

/** Handlers, JSON.stringify and the Temporal UI recurse into the body, so its depth must be bounded. */
const MAX_DEPTH = 64;

/**
 * Reads the body of a request, up to `maxBytes`.
 * @throws RefusedCallback 413 for one that is too large; 415 for one that is encoded.
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

/**
 * Parses the body as JSON if its content type says so, else as text; an empty body is null.
 * @throws RefusedCallback 400 for JSON that is invalid, too deep, or made to change prototypes; 415 for binary data.
 */
export const callbackData = (body: Buffer, contentType: string | undefined): unknown => {
  if (body.length === 0) return null;
  const text = textOf(body, contentType);
  if (!claimsJson(contentType)) return text;
  if (isDeeper(text, MAX_DEPTH)) {
    throw new RefusedCallback(400, 'too-deep', `JSON may be ${MAX_DEPTH} levels deep at most.`);
  }
  try {
    return JSON.parse(text, refusePrototypes) as unknown;
  } catch (error) {
    if (error instanceof RefusedCallback) throw error;
    throw new RefusedCallback(400, 'not-json', 'The content type says JSON, but the body is not JSON.');
  }
};

const textOf = (body: Buffer, contentType: string | undefined): string => {
  try {
    return bodyText(body, contentType, true);
  } catch (error) {
    const message = `The body must be JSON or text, in UTF-8 or in the charset of its type: it ${(error as Error).message}.`;
    throw new RefusedCallback(415, 'not-text', message);
  }
};

/** Refuses names that are harmless here but would change the prototype of an object into which the answer is merged. */
const refusePrototypes = (name: string, value: unknown): unknown => {
  if (name !== '__proto__') return value;
  throw new RefusedCallback(400, 'prototype', 'JSON with a field "__proto__" is not accepted.');
};
