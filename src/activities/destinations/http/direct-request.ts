import type { Agent, IncomingMessage, RequestOptions } from 'node:http';
import axios, { CanceledError } from 'axios';
import type { CallSignal } from './call-signal';
import type { ExactHeaders } from '../request/exact-headers';
import type { HttpAnswer } from '../answer/http-answer';

export interface Agents {
  readonly httpAgent: Agent;
  readonly httpsAgent: Agent;
}

export interface DirectRequest {
  readonly url: URL;
  readonly method: string;
  readonly content: string | Buffer | undefined;
  readonly signal: CallSignal;
  readonly transport: Pick<ExactHeaders, 'headers' | 'request'>;
  readonly agents: Agents;
}

/** The headers that axios adds, in its order: a request has the same bytes, whoever sends it. */
const CLIENT = {
  Accept: 'application/json, text/plain, */*',
  'User-Agent': `axios/${axios.VERSION}`,
};
const ENCODINGS = { 'Accept-Encoding': 'gzip, compress, deflate, br' };

/**
 * Sends a request as axios does, with the same bytes, answers and errors, but without what axios spends on each call: it
 * merges its settings, wraps all headers and asks its interceptors. This knows no proxies, follows no redirects and takes
 * any status for an answer.
 */
export const directRequest = ({
  url,
  method,
  content: given,
  signal,
  transport,
  agents,
}: DirectRequest): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) throw new CanceledError();
    const content = contentOf(given);
    let body: IncomingMessage | undefined;
    const onResponse = (response: IncomingMessage): void => {
      // One that was stopped has failed already.
      if (request.destroyed) return;
      body = response.once('close', ended);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, data: response });
    };
    const request = transport.request(optionsOf(url, method, agents, content), onResponse);
    const stop = (): void => {
      const error = new CanceledError();
      reject(error);
      request.destroy(error);
      body?.destroy(error);
    };
    // A connection outlives its request: whoever has it next must not lose it.
    const ended = (): void => {
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop);
    request.on('error', reject);
    request.end(content);
  });

/** Text of no length is no body, which only a header can tell from one of no bytes. */
const contentOf = (content: DirectRequest['content']): Buffer | undefined => {
  if (typeof content !== 'string') return content;
  return content === '' ? undefined : Buffer.from(content);
};

const optionsOf = (
  { protocol, hostname, port, pathname, search }: URL,
  method: string,
  agents: Agents,
  content: Buffer | undefined,
): RequestOptions => ({
  protocol,
  // Node takes the address of IPv6 without brackets.
  hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
  port,
  path: pathname + search,
  method,
  agent: protocol === 'https:' ? agents.httpsAgent : agents.httpAgent,
  headers:
    content === undefined
      ? { ...CLIENT, ...ENCODINGS }
      : { ...CLIENT, 'Content-Length': String(content.length), ...ENCODINGS },
});
