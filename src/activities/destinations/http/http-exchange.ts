import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios from 'axios';
import type { HttpDestination } from '../../../config/destination/resolved-destination';
import type { CallSignal } from './call-signal';
import { unpackedBody } from '../answer/unpacked-body';
import { directRequest, type Agents, type DirectRequest } from './direct-request';
import type { ExactHeaders } from '../request/exact-headers';
import type { HttpAnswer } from '../answer/http-answer';
import { CALLED_PROBE_MS, probingAgent } from './probing-agent';
import { RequestTrace } from './request-trace';

export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  readonly transport: ExactHeaders;
  readonly content: string | Buffer | undefined;
}

/**
 * The head of an answer, or why there is none; `sent` is true if bytes of the request may have left. `resent`: the
 * answer is to a repeat, and the request may have arrived before.
 */
export type Exchanged =
  { readonly answer: HttpAnswer; readonly resent?: true } | { readonly error: unknown; readonly sent: boolean };

/** A repeat on a fresh connection must not meet another idle one that is closed too. */
const FRESH: Agents = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };

/** Sends requests to one API over connections that are kept. */
export class HttpExchange {
  private readonly agents: Agents;
  private readonly request: (request: DirectRequest) => Promise<HttpAnswer>;

  constructor(maxSockets: number, proxy: HttpDestination['proxy']) {
    // Node keeps 256 by itself, and closes all others between two calls.
    const kept = { keepAlive: true, keepAliveMsecs: CALLED_PROBE_MS, maxFreeSockets: maxSockets } as const;
    const agent = { ...kept, maxSockets, scheduling: 'lifo' } as const;
    this.agents = {
      httpAgent: probingAgent(new HttpAgent(agent)),
      httpsAgent: probingAgent(new HttpsAgent(agent)),
    };
    // By itself axios would hand all requests, credentials included, to whatever proxy the environment names.
    this.request = proxy === 'none' ? directRequest : requestByEnvironment();
  }

  /**
   * Sends a request, and once more if the API had closed the idle connection just then: many close them after a while,
   * and that says nothing about the record. The request is the same, idempotency key included (I12).
   */
  async send(request: OutgoingRequest, signal: CallSignal): Promise<Exchanged> {
    const first = new RequestTrace(request.transport);
    const exchanged = await this.attempt(request, signal, first);
    if ('answer' in exchanged || signal.aborted || !first.metClosed(exchanged.error)) return exchanged;
    const again = await this.attempt(request, signal, new RequestTrace(request.transport, true), FRESH);
    return 'answer' in again ? { ...again, resent: true } : again;
  }

  private async attempt(
    { url, method, content }: OutgoingRequest,
    signal: CallSignal,
    trace: RequestTrace,
    agents = this.agents,
  ): Promise<Exchanged> {
    try {
      const { status, headers, data } = await this.request({ url, method, content, signal, transport: trace, agents });
      const packed = { method, status, encoding: headers['content-encoding'] };
      return { answer: { status, headers, data: unpackedBody(data, packed) } };
    } catch (error) {
      return { error, sent: trace.sent };
    }
  }
}

/** By axios, which takes the proxies that the environment names. */
const requestByEnvironment = (): ((request: DirectRequest) => Promise<HttpAnswer>) => {
  const client = axios.create({
    // Without a body axios would set a content type of its own.
    headers: { 'Content-Type': false },
    responseType: 'stream',
    // It would take what ends early for whole.
    decompress: false,
    maxRedirects: 0,
    validateStatus: () => true,
    transformRequest: (data: unknown) => data,
  });
  return ({ url, content, agents, ...config }) =>
    client.request<Readable>({ ...config, ...agents, url: url.href, data: content });
};
