import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios, { isAxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type { HttpDestination as Options, ResolvedRetry } from '../../config/gateway/resolved';
import type { TerminalAction } from '../../model/contract/effect-contract';
import { CallGate } from './call-gate';
import type { CallResult, Destination, DestinationCall, PollTerms } from './destination';
import { DestinationHeaders } from './destination-headers';
import type { DestinationNews } from './destination-news';
import { digestOf, readBody } from './response-body';
import { ExactHeaders } from './exact-headers';
import { requestBody, requestMethod, requestUrl, sentKey, type RequestBody } from './http-request';
import { receivedAnswer } from './received-answer';
import { Redirects } from './redirects';
import { requestHeaders } from './request-headers';
import { parseRetryAfter, retryAfterIgnored } from './retry-after';
import { retriesError, retriesStatus } from './retry-policy';
import { answerWithoutEcho } from './secret-echo';
import { textWithoutSecrets } from './without-secrets';
import { defined } from '../../model/defined';

/** An unwanted body is read up to this size so that the connection can be reused; a longer one closes it. */
const UNWANTED_BODY_BYTES = 65_536;
/** What an answer may add to its body: headers, and the escapes of a text body. */
const ANSWER_OVERHEAD_BYTES = 16_384;
const SNIPPET_CHARACTERS = 200;
/** Node's errors for requests that it cannot write; the same request would fail again. */
const UNSENDABLE = new Set(['ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS', 'ERR_HTTP_INVALID_HEADER_VALUE']);

interface PreparedRequest {
  readonly url: URL;
  readonly method: string;
  readonly transport: ExactHeaders;
  readonly body: RequestBody | undefined;
}

/** An HTTP API. Every outcome but a 2xx answer is a failure, either retryable or terminal. */
export class HttpDestination implements Destination {
  readonly retry: ResolvedRetry;
  readonly onTerminal: TerminalAction | undefined;
  readonly maxAnswerBytes: number;
  private readonly client: AxiosInstance;
  private readonly gate: CallGate;
  private readonly configured: DestinationHeaders;
  private readonly redirects: Redirects;

  constructor(
    private readonly options: Options,
    news?: DestinationNews,
  ) {
    this.retry = options.retry;
    this.onTerminal = options.onTerminal;
    this.maxAnswerBytes = options.maxResponseBytes + ANSWER_OVERHEAD_BYTES;
    this.gate = new CallGate(options, news);
    this.configured = new DestinationHeaders(options, news?.secret);
    this.redirects = new Redirects(options, (text) => this.redact(text));
    const agent = { keepAlive: true, maxSockets: options.concurrency, scheduling: 'lifo' } as const;
    this.client = axios.create({
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
      responseType: 'stream',
      maxRedirects: 0,
      validateStatus: () => true,
      transformRequest: (data: unknown) => data,
    });
  }

  call(call: DestinationCall): Promise<CallResult> {
    return this.gate.run(call, () => this.attempt(call, AbortSignal.timeout(this.options.timeoutMs)));
  }

  get callsUnderWay(): number {
    return this.gate.underWay;
  }

  sentKey(idempotencyKey: string): string {
    return sentKey(this.options, idempotencyKey);
  }

  private async attempt(call: DestinationCall, deadline: AbortSignal, again = false): Promise<CallResult> {
    const sent = this.configured.current;
    let prepared: PreparedRequest;
    try {
      prepared = this.prepared(call, sent);
    } catch (error) {
      return failure('request-invalid', this.redact((error as Error).message), true);
    }
    const signal = AbortSignal.any([call.signal, deadline]);
    try {
      const { response, redirected } = await this.redirects.answer(prepared.url, (url) =>
        this.request(prepared, url, signal),
      );
      if (!again && this.refusesCredentials(response.status) && this.configured.renewedSince(sent)) {
        response.data.destroy();
        return await this.attempt(call, deadline, true);
      }
      return await this.judge(response, call, redirected);
    } catch (error) {
      return this.failureOf(error, deadline, call.retry);
    }
  }

  /** An API may have taken our secret for one that was rotated a moment ago. */
  private refusesCredentials(status: number): boolean {
    const { refused, doubted } = this.options.credentials;
    return refused.includes(status) || doubted.includes(status);
  }

  private request(
    { method, transport, body }: PreparedRequest,
    url: URL,
    signal: AbortSignal,
  ): Promise<AxiosResponse<Readable>> {
    return this.client.request<Readable>({
      url: url.href,
      method,
      // Without a body axios would set a content type of its own.
      headers: { 'Content-Type': false },
      transport,
      data: body?.content,
      signal,
    });
  }

  /** @throws Error in words, when the request cannot be made. */
  private prepared(
    { request, poll, idempotencyKey, token }: DestinationCall,
    headers: Readonly<Record<string, string>>,
  ): PreparedRequest {
    const { options } = this;
    const body = requestBody(request.data);
    const own = { [options.idempotencyHeader]: this.sentKey(idempotencyKey), [options.tokenHeader]: String(token) };
    return {
      url: requestUrl(options.baseUrl, request),
      method: requestMethod(request.method),
      transport: new ExactHeaders(
        requestHeaders({ ...options, headers }, request, body, poll === undefined ? own : {}),
      ),
      body,
    };
  }

  private async judge(
    response: AxiosResponse<Readable>,
    call: DestinationCall,
    redirected: string,
  ): Promise<CallResult> {
    const { status } = response;
    const accepted = (status >= 200 && status <= 299) || call.poll?.accept.includes(status) === true;
    if (!accepted) return this.refused(response, call.retry, redirected);
    if (call.answer) return this.answered(response, call.poll);
    // The status is the answer: a body that breaks off or never ends must not turn a done effect into a failed one.
    const unwanted = await readBody(response.data, UNWANTED_BODY_BYTES).catch(() => undefined);
    return { response: undefined, receipt: { status, digest: digestOf(unwanted) } };
  }

  private async refused(
    response: AxiosResponse<Readable>,
    retry: ResolvedRetry,
    redirected: string,
  ): Promise<CallResult> {
    const { status } = response;
    // The status decides. If the body breaks off, only the text of the message is lost.
    const refusal = await readBody(response.data, UNWANTED_BODY_BYTES).catch(() => undefined);
    // Redact before cutting: half a secret at the end would not be recognised.
    const text = this.redact(refusal?.bytes.toString('utf8') ?? '').slice(0, SNIPPET_CHARACTERS);
    const retryAfter = header(response, 'retry-after');
    const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
    const ignored = retryAfterIgnored(retryAfter, Date.now());
    const words = ignored === undefined ? '' : ` (${this.redact(ignored)})`;
    const message = `HTTP ${status}${redirected}${words}${text === '' ? '' : `: ${text}`}`;
    return {
      failure: {
        code: 'http-status',
        message,
        status,
        terminal: !retriesStatus(retry, status),
        ...defined({ retryAfterMs }),
      },
      receipt: { status, digest: digestOf(refusal) },
    };
  }

  private async answered(response: AxiosResponse<Readable>, poll: PollTerms | undefined): Promise<CallResult> {
    const { status } = response;
    const limit = poll?.maxBytes ?? this.options.maxResponseBytes;
    const body = await readBody(response.data, limit);
    if (body.cut) {
      const message = `The call succeeded, but its response is larger than maxResponseBytes (${limit}).`;
      return { failure: { code: 'response-too-large', message, status, terminal: true } };
    }
    const received = receivedAnswer(response, body, poll !== undefined);
    const { current: headers, secrets } = this.configured;
    const answered = answerWithoutEcho(received, { ...this.options, headers, secrets });
    if ('refused' in answered) return unkept(status, answered.refused);
    const result = answered.kept;
    const bytes = jsonBytes(result);
    if (bytes === undefined) return unkept(status, 'the JSON of its response is nested too deeply.');
    if (bytes <= limit + ANSWER_OVERHEAD_BYTES) return result;
    // In JSON, control characters and broken UTF-8 take up to six times their bytes.
    const message = `The call succeeded, but its response has ${bytes} bytes as JSON, too many for maxResponseBytes (${limit}).`;
    return { failure: { code: 'response-too-large', message, status, terminal: true } };
  }

  private failureOf(error: unknown, deadline: AbortSignal, retry: ResolvedRetry): CallResult {
    if (deadline.aborted) {
      const message = `No answer within ${this.options.timeoutMs} ms; the effect may have happened.`;
      return failure('timeout', message, !retriesError(retry, 'timeout'));
    }
    const { message, code } = error as { message?: string; code?: string };
    const text = this.redact(`${code === undefined ? '' : `${code}: `}${message ?? String(error)}`);
    if (code !== undefined && UNSENDABLE.has(code)) return failure('request-invalid', text, true);
    const foreign = !isAxiosError(error) && code === undefined;
    return failure('network', text, foreign || !retriesError(retry, code));
  }

  private redact(text: string): string {
    return textWithoutSecrets(text, this.configured.secrets);
  }
}

const failure = (code: 'network' | 'timeout' | 'request-invalid', message: string, terminal: boolean): CallResult => ({
  failure: { code, message, terminal },
});

/** The effect is done, and only its answer cannot be kept. */
const unkept = (status: number, why: string): CallResult => ({
  failure: { code: 'destination-error', message: `The call succeeded, but ${why}`, status, terminal: true },
});

const header = (response: AxiosResponse, name: string): string | undefined => {
  const value: unknown = (response.headers as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
};

/** Undefined if the value is nested too deeply to be written again. */
const jsonBytes = (value: unknown): number | undefined => {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch {
    // Only a stack overflow can end up here, because parsed JSON has no cycles.
    return undefined;
  }
};
