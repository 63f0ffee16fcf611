import { createHash } from 'node:crypto';
import type { HttpDestination } from '../../../config/destination/resolved-destination';
import type { EffectRequest } from '../../../model/contract/effect-contract';
import { requestBody, requestMethod, requestUrl } from './http-request';

const CHARACTERS = 22;

/**
 * Tells one request from another under the same idempotency key (I12): method, path, query, headers of the request and
 * body. The destination's own headers and its origin do not count: credentials and names of clients may change, and two
 * workers may reach the same API at different addresses. Undefined if the request cannot be made.
 */
export const requestDigest = (baseUrl: string, request: EffectRequest): string | undefined => {
  try {
    const { pathname, search } = requestUrl(baseUrl, request);
    const body = requestBody(request.data);
    const headers = Object.entries(request.headers ?? {}).map(([name, value]) => `${name.toLowerCase()}:${value}`);
    const head = [requestMethod(request.method), pathname + search, body?.contentType ?? '', headers.sort()];
    return shortHash(JSON.stringify(head), body?.content ?? '');
  } catch {
    // The call itself says in words why the request cannot be made.
    return undefined;
  }
};

/** The same for the argument of a destination in code. */
export const argumentDigest = (request: EffectRequest): string => shortHash(JSON.stringify(request), '');

/** Names of headers have no case. */
export const keyForm = ({
  idempotencyHeader,
  idempotencyKeyFormat,
}: Pick<HttpDestination, 'idempotencyHeader' | 'idempotencyKeyFormat'>): string =>
  shortHash(JSON.stringify([idempotencyHeader.toLowerCase(), idempotencyKeyFormat]), '');

const shortHash = (head: string, body: string | Buffer): string =>
  createHash('sha256').update(head).update('\n').update(body).digest('base64url').slice(0, CHARACTERS);
