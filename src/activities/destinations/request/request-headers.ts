// The one place that decides which headers a request carries. Later ones win: the type of the body, the destination's,
// the request's own, and those that are Sluice's. What cannot be sent exactly as it was asked for is refused.
import { HEADER_NAME } from '../../../config/checking/header-schemas';
import { headerId, refusedHeader } from '../../../config/destination/refused-header';
import type { HttpDestination } from '../../../config/destination/resolved-destination';
import type { EffectRequest } from '../../../model/contract/effect-contract';
import { kindOf } from './kind-of';
import type { RequestBody } from './http-request';

const SHOWN_CHARACTERS = 100;
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/u;
/** White space that HTTP does not count as part of a value. */
const AROUND = /^[\t ]+|[\t ]+$/g;

/** No two have the same name, whatever its case. Each character of a value is one byte. */
export type HeaderSet = readonly (readonly [name: string, value: string])[];

/** @throws Error in words, when the request asks for headers that it may not or cannot have. */
export const requestHeaders = (
  destination: Pick<HttpDestination, 'headers' | 'secretHeaders'>,
  { headers: asked }: Pick<EffectRequest, 'headers'>,
  body: RequestBody | undefined,
  /** Sluice's own: whatever else has their names is not sent (I5). */
  own: Readonly<Record<string, string>>,
): HeaderSet => {
  const set = new Map<string, readonly [name: string, value: string]>();
  const put = (name: string, value: string): void => {
    set.set(name.toLowerCase(), [name, value]);
  };
  if (body !== undefined) put('Content-Type', body.contentType);
  for (const [name, value] of Object.entries(destination.headers)) put(name, value);
  for (const [name, value] of askedHeaders(asked, destination.secretHeaders)) put(name, value);
  const ours = new Set(Object.keys(own).map(headerId));
  for (const name of set.keys()) if (ours.has(headerId(name))) set.delete(name);
  for (const [name, value] of Object.entries(own)) put(name, value);
  // Receivers refuse a type of nothing: a tombstone must have none, whoever sets it for all calls.
  if (body === undefined || body.content.length === 0) set.delete('content-type');
  return Array.from(set.values());
};

/** Headers of handlers are typed, but what stands in a history may be anything. */
const askedHeaders = (
  headers: unknown,
  secretHeaders: ReadonlySet<string>,
): readonly (readonly [name: string, value: string])[] => {
  if (headers === undefined || headers === null) return [];
  if (typeof headers !== 'object' || Array.isArray(headers)) {
    throw new Error(`Expected the headers of a request as an object, got ${kindOf(headers)}.`);
  }
  const names = new Map<string, string>();
  return Object.entries(headers).map(([name, value]) => {
    if (!HEADER_NAME.test(name)) {
      throw new Error(`Expected a header name such as 'X-Request-Id', got ${shown(name)}.`);
    }
    const refused = refusedHeader(name);
    if (refused !== undefined) throw new Error(`A request may not set the header ${shown(name)}: it ${refused}.`);
    if (secretHeaders.has(headerId(name))) {
      throw new Error(`A request may not set the header ${shown(name)}: the destination sets it from a secret.`);
    }
    const twin = names.get(name.toLowerCase());
    if (twin !== undefined) {
      throw new Error(`A request may set each header once, got ${shown(twin)} and ${shown(name)}.`);
    }
    names.set(name.toLowerCase(), name);
    return [name, headerValue(name, value)] as const;
  });
};

/** The value is not shown: it may be a credential. */
const headerValue = (name: string, value: unknown): string => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new Error(`Expected text as the value of the header ${shown(name)}, got ${kindOf(value)}.`);
  }
  const text = String(value);
  const [bad] = UNSENDABLE.exec(text) ?? [];
  if (bad === undefined) return text.replace(AROUND, '');
  const point = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new Error(
    `The value of the header ${shown(name)} has the character U+${point}, which a header cannot carry: ` +
      'expected Latin-1 text without control characters.',
  );
};

const shown = (name: string): string => JSON.stringify(name.slice(0, SHOWN_CHARACTERS));
