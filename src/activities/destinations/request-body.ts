export interface RequestBody {
  readonly contentType: string;
  readonly content: string | Buffer;
}

/** What is sent for `data`: text and bytes as they are, all else as JSON; nothing for `undefined`. */
export const requestBody = (data: unknown): RequestBody | undefined => {
  if (data === undefined) return undefined;
  if (typeof data === 'string') return { contentType: 'text/plain; charset=utf-8', content: data };
  if (data instanceof Uint8Array) return { contentType: 'application/octet-stream', content: Buffer.from(data) };
  return { contentType: 'application/json', content: JSON.stringify(data) };
};
