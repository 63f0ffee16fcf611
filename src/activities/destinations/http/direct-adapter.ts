import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import axios, { AxiosError, CanceledError, type AxiosAdapter, type AxiosResponse } from 'axios';
import type { CallSignal } from './call-signal';
import type { ExactHeaders } from '../request/exact-headers';

export interface Agents {
  readonly httpAgent: Agent;
  readonly httpsAgent: Agent;
}

/** What the adapter takes of a config of axios; what else there is has no effect. */
export interface DirectConfig extends Partial<Agents> {
  readonly url: string;
  readonly method: string;
  readonly data: string | Buffer | undefined;
  readonly signal: CallSignal;
  readonly transport: Pick<ExactHeaders, 'headers' | 'request'>;
}

/** The headers that axios adds, in its order: a request has the same bytes, whichever adapter sends it. */
const CLIENT = {
  Accept: 'application/json, text/plain, */*',
  'User-Agent': `axios/${axios.VERSION}`,
};
const ENCODINGS = { 'Accept-Encoding': 'gzip, compress, deflate, br' };

/**
 * An adapter for axios that sends requests as its own does, with the same bytes, answers and errors, for a third of the
 * processor time. It knows no proxies, follows no redirects and takes any status for an answer.
 */
export const directAdapter =
  (agents: Agents): AxiosAdapter =>
  (given) =>
    new Promise((resolve, reject) => {
      const config = given as unknown as DirectConfig;
      const { signal, transport } = config;
      const content = contentOf(config.data);
      let body: IncomingMessage | undefined;
      const onResponse = (response: IncomingMessage): void => {
        // One that was stopped has failed already.
        if (request.destroyed) return;
        body = response.once('close', ended);
        resolve(answerOf(response, { config: given, request, data: body }));
      };
      const request = transport.request(optionsOf(config, agents, content), onResponse);
      const stop = (): void => {
        const error = new CanceledError(undefined, given, request);
        reject(error);
        request.destroy(error);
        body?.destroy(error);
      };
      // A connection outlives its request: whoever has it next must not lose it.
      const ended = (): void => {
        signal.removeEventListener('abort', stop);
      };
      signal.addEventListener('abort', stop);
      request.on('error', (error) => {
        reject(AxiosError.from(error, undefined, given, request));
      });
      if (content !== undefined) request.write(content);
      request.end();
    });

/** Text of no length is no body, which only a header can tell from one of no bytes. */
const contentOf = (data: DirectConfig['data']): Buffer | undefined => {
  if (typeof data !== 'string') return data;
  return data === '' ? undefined : Buffer.from(data);
};

const optionsOf = (
  { url, method, httpAgent, httpsAgent }: DirectConfig,
  agents: Agents,
  content: Buffer | undefined,
): RequestOptions => {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  return {
    protocol,
    // Node takes the address of IPv6 without brackets.
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    port,
    path: pathname + search,
    method: method.toUpperCase(),
    agent: protocol === 'https:' ? (httpsAgent ?? agents.httpsAgent) : (httpAgent ?? agents.httpAgent),
    headers:
      content === undefined
        ? { ...CLIENT, ...ENCODINGS }
        : { ...CLIENT, 'Content-Length': String(content.length), ...ENCODINGS },
  };
};

type Answered = Pick<AxiosResponse<Readable>, 'config' | 'data'> & {
  readonly request: ClientRequest;
};

const answerOf = (response: IncomingMessage, answered: Answered): AxiosResponse<Readable> => ({
  status: response.statusCode ?? 0,
  statusText: response.statusMessage ?? '',
  headers: response.headers as AxiosResponse['headers'],
  ...answered,
});
