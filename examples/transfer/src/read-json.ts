import type { IncomingMessage } from 'node:http';

export const LARGEST_BODY_BYTES = 16_384;

export type JsonBody = { readonly json: unknown } | { readonly status: 400 | 413; readonly problem: string };

/** Returns the body; undefined if it is too large. Reads all of it, because a cut connection would hide the answer. */
const readBounded = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  return bytes <= LARGEST_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
};

/** Reads a body of bounded size. An empty body is an empty object. */
export const readJson = async (request: IncomingMessage): Promise<JsonBody> => {
  const text = await readBounded(request);
  if (text === undefined) {
    return { status: 413, problem: `body: expected at most ${LARGEST_BODY_BYTES} bytes` };
  }
  if (text === '') return { json: {} };
  try {
    return { json: JSON.parse(text) as unknown };
  } catch (error) {
    return { status: 400, problem: `body: expected JSON, ${error instanceof Error ? error.message : String(error)}` };
  }
};
