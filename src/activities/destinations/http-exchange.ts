import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { HttpDestination } from '../../config/destination/resolved-destination';
import type { ExactHeaders } from './exact-headers';
import { RequestTrace } from './request-trace';

export type HttpAnswer = AxiosResponse<Readable>;

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
const FRESH = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };

/** Sends requests to one API over connections that are kept. */
export class HttpExchange {
  private readonly client: AxiosInstance;

  constructor(maxSockets: number, proxy: HttpDestination['proxy']) {
    const agent = { keepAlive: true, maxSockets, scheduling: 'lifo' } as const;
    this.client = axios.create({
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
      responseType: 'stream',
      maxRedirects: 0,
      // axios would hand all requests, credentials included, to whatever proxy the environment names.
      ...(proxy === 'none' ? { proxy: false as const } : {}),
      validateStatus: () => true,
      transformRequest: (data: unknown) => data,
    });
  }

  /**
   * Sends a request, and once more if the API had closed the idle connection just then: many close them after a while,
   * and that says nothing about the record. The request is the same, idempotency key included (I12).
   */
  async send(request: OutgoingRequest, signal: AbortSignal): Promise<Exchanged> {
    const first = new RequestTrace();
    const exchanged = await this.attempt(request, signal, first);
    if ('answer' in exchanged || signal.aborted || !first.metClosed(exchanged.error)) return exchanged;
    const again = await this.attempt(request, signal, new RequestTrace(true), FRESH);
    return 'answer' in again ? { ...again, resent: true } : again;
  }

  private async attempt(
    { url, method, transport, content }: OutgoingRequest,
    signal: AbortSignal,
    trace: RequestTrace,
    agents: Partial<typeof FRESH> = {},
  ): Promise<Exchanged> {
    // Without a body axios would set a content type of its own.
    const headers = { 'Content-Type': false };
    const watched = trace.watching(transport);
    try {
      const config = { url: url.href, method, headers, data: content, signal, transport: watched, ...agents };
      return { answer: await this.client.request<Readable>(config) };
    } catch (error) {
      return { error, sent: trace.sent };
    }
  }
}
