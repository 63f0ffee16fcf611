// What an HTTP request is made of: its address, its body, and the form of its idempotency key.
import type { EffectRequest } from '../../model/contract/effect-contract';
import { v5 as uuidV5 } from 'uuid';
import type { ResolvedDestination } from '../../config/gateway/resolved';

/**
 * The address of a request below its destination's base URL. Paths may be made of record data, which is hostile: they
 * can neither leave the base path nor name another host.
 * @throws Error in words, when the path is not one.
 */
export const requestUrl = (baseUrl: string, { path = '', query = {} }: EffectRequest): URL => {
  if (path !== '' && !/^[/?]/.test(path)) throw new Error(`expected a path that begins with "/", got ${quote(path)}`);
  // The URL parser leaves out line breaks and tabs wherever they stand: `.\t.` would become a dot segment.
  if (CONTROL.test(path)) throw new Error(`expected a path without control characters, got ${quote(path)}`);
  const mark = path.indexOf('?');
  // It cuts off spaces at the end, too.
  const pathname = (mark < 0 ? path : path.slice(0, mark)).replaceAll(' ', '%20');
  // A backslash is a slash to the URL parser, but not in a query.
  if (/^\/\/|\\/.test(pathname) || path.includes('#'))
    throw new Error(`expected a path without "//", "\\" or "#", got ${quote(path)}`);
  // The URL parser resolves these also in their escaped forms.
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(pathname))
    throw new Error(`expected a path without dot segments, got ${quote(path)}`);
  const url = new URL(baseUrl.replace(/\/+$/, '') + pathname);
  // The setter takes one question mark off, which is not to be one of the query's own.
  if (mark >= 0) url.search = path.slice(mark);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  return url;
};

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

const quote = (text: string): string => JSON.stringify(text.slice(0, 200));

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

/** Namespace of the UUID form of idempotency keys. NEVER CHANGE: receivers would take old effects for new ones. */
const KEY_NAMESPACE = '5b0e3f36-6f0e-5f0c-9a44-0d8d5c1f7a21';

/** An idempotency key in the form in which a destination sends it. */
export const sentKey = (destination: ResolvedDestination | undefined, idempotencyKey: string): string =>
  destination?.kind === 'http' && destination.idempotencyKeyFormat === 'uuid'
    ? uuidV5(idempotencyKey, KEY_NAMESPACE)
    : idempotencyKey;
