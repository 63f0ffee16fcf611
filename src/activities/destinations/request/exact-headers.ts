import {
  request as requestByHttp,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
} from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { HeaderSet } from './request-headers';

/**
 * The transport of one request, which writes its headers as they are. axios itself removes characters from values and
 * loses names that its own code uses, such as `get` and `common`.
 */
export class ExactHeaders {
  constructor(readonly headers: HeaderSet) {}

  /** The caller's own headers stay unless the request has them: length, encodings and name of the client, as of axios. */
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
    const request = options.protocol === 'https:' ? requestByHttps : requestByHttp;
    // It has no prototype, because `__proto__` is a legal name of a header.
    const written = Object.create(null) as OutgoingHttpHeaders;
    const others = (options.headers ?? {}) as OutgoingHttpHeaders;
    for (const name of Object.keys(others)) if (!this.has(name)) written[name] = others[name];
    for (const [name, value] of this.headers) written[name] = value;
    return request({ ...options, headers: written }, onResponse);
  }

  private has(other: string): boolean {
    const wanted = other.toLowerCase();
    return this.headers.some(([name]) => name.length === wanted.length && name.toLowerCase() === wanted);
  }
}
