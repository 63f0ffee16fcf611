// What an HTTP request is made of: its address, its method, its body, and the form of its idempotency key.
import type { EffectRequest } from '../../../model/contract/effect-contract';
import { v5 as uuidV5 } from 'uuid';
import { pathFault } from '../../../config/destination/path-fault';
import { kindOf } from './kind-of';
import type { ResolvedDestination } from '../../../config/destination/resolved-destination';

/**
 * The address of a request below its destination's base URL, see `pathFault`.
 *
 * Where a path has a query of its own, URLSearchParams writes that anew when it appends another parameter. `asWritten`
 * leaves it as it is. Effects are sent as they always were (I12).
 * @throws Error in words, when the path or query is not valid.
 */
export const requestUrl = (baseUrl: string, { path = '', query = {} }: EffectRequest, asWritten = false): URL => {
  const expected = pathFault(path);
  if (expected !== undefined) throw new Error(`expected ${expected}, got ${quote(path)}`);
  const mark = path.indexOf('?');
  // The URL parser cuts off spaces at the end.
  const pathname = (mark < 0 ? path : path.slice(0, mark)).replaceAll(' ', '%20');
  const url = new URL(baseUrl.replace(/\/+$/, '') + pathname);
  // The setter removes one question mark, which must not be one of the query's own.
  if (mark >= 0) url.search = path.slice(mark);
  const parameters = parametersOf(query);
  if (asWritten && url.search !== '' && parameters.length > 0) url.search += `&${encoded(parameters)}`;
  else for (const [name, text] of parameters) url.searchParams.append(name, text);
  return url;
};

type Parameter = readonly [name: string, text: string];

const encoded = (parameters: readonly Parameter[]): string =>
  parameters.map((parameter) => parameter.map(encodeURIComponent).join('=')).join('&');

/** Parameters of handlers are typed, but what stands in a history may be anything. */
const parametersOf = (query: unknown): readonly Parameter[] => {
  if (typeof query !== 'object' || query === null || Array.isArray(query)) {
    throw new Error(`expected a query as an object, got ${kindOf(query)}`);
  }
  return Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : [[name, queryText(name, value)] as const],
  );
};

/** What has no text of its own would be the same text for many: `null`, or `[object Object]`. */
const queryText = (name: string, value: unknown): string => {
  const isPlain = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!isPlain) {
    throw new Error(`expected text, a number, true or false as the parameter ${quote(name)}, got ${kindOf(value)}`);
  }
  const text = String(value);
  if (!HALF.test(name + text)) return text;
  throw new Error(`expected a query that is text, got half of a surrogate pair in ${quote(text)}`);
};

/** It would be sent as U+FFFD, like any other unpaired half: two ids would be one. */
const HALF = /\p{Surrogate}/u;

const quote = (text: string): string => JSON.stringify(text.slice(0, 200));

const METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}$/;
/** The answers to these two are not answers of an API: a tunnel, and the request itself with its credentials. */
const NO_CALLS: readonly string[] = ['CONNECT', 'TRACE'];

/** The method in capitals. @throws Error in words, when it is none. */
export const requestMethod = (method: unknown = 'POST'): string => {
  if (typeof method === 'string' && METHOD.test(method) && !NO_CALLS.includes(method.toUpperCase())) {
    return method.toUpperCase();
  }
  throw new Error(`expected a method such as 'POST', got ${quote(String(method))}`);
};

export interface RequestBody {
  readonly contentType: string;
  readonly content: string | Buffer;
}

/**
 * What is sent for `data`: text and bytes unchanged, anything else as JSON, and nothing for `undefined`.
 * @throws Error in words, for text that no bytes can hold.
 */
export const requestBody = (data: unknown): RequestBody | undefined => {
  if (data === undefined) return undefined;
  if (typeof data === 'string' && HALF.test(data))
    throw new Error('expected a body that is text, got half of a surrogate pair');
  if (typeof data === 'string') return { contentType: 'text/plain; charset=utf-8', content: data };
  if (data instanceof Uint8Array) return { contentType: 'application/octet-stream', content: Buffer.from(data) };
  return { contentType: 'application/json', content: JSON.stringify(data) };
};

/** Namespace of the UUID form of idempotency keys. NEVER CHANGE: receivers would take old effects for new ones. */
const KEY_NAMESPACE = '5b0e3f36-6f0e-5f0c-9a44-0d8d5c1f7a21';

/** An idempotency key in the form that a destination sends. */
export const sentKey = (destination: ResolvedDestination | undefined, idempotencyKey: string): string =>
  destination?.kind === 'http' && destination.idempotencyKeyFormat === 'uuid'
    ? uuidV5(idempotencyKey, KEY_NAMESPACE)
    : idempotencyKey;
