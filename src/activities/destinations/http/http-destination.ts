import type { HttpDestination as Options, ResolvedRetry } from '../../../config/destination/resolved-destination';
import type { EffectRequest, TerminalAction } from '../../../model/contract/effect-contract';
import { CallGate } from '../gate/call-gate';
import { CallSignal } from './call-signal';
import type { CallResult, Destination, DestinationCall } from '../call/destination';
import { DestinationHeaders } from '../call/destination-headers';
import type { DestinationNews } from '../gate/destination-news';
import type { HttpAnswer } from '../answer/http-answer';
import { HttpExchange, type OutgoingRequest } from './http-exchange';
import { bodyFailure, httpFailure, statusLeavesDoubt, type EndedCall } from './http-failure';
import { digestOf, readBody, type Body } from '../answer/response-body';
import { ExactHeaders } from '../request/exact-headers';
import { requestBody, requestMethod, requestUrl, sentKey } from '../request/http-request';
import { keyForm, requestDigest } from '../request/request-digest';
import { receivedAnswer, TOO_DEEP } from '../answer/received-answer';
import { Redirects } from '../answer/redirects';
import { requestHeaders } from '../request/request-headers';
import { parseRetryAfter, retryAfterIgnored } from '../answer/retry-after';
import { retriesStatus } from '../call/retry-policy';
import { sizedAnswer } from '../answer/sized-answer';
import { answerWithoutEcho } from '../answer/secret-echo';
import { unkeptAnswer } from '../answer/unkept-answer';
import { textWithoutSecrets } from '../answer/without-secrets';
import { defined } from '../../../model/defined';
import { TRACE_PARENT_HEADER } from '../../../model/trace-parent';

/** An unwanted body is read up to this size so that the connection can be reused; a longer one closes it. */
const UNWANTED_BODY_BYTES = 65_536;
/** What an answer may add to its body: headers, and the escapes of a text body. */
const ANSWER_OVERHEAD_BYTES = 16_384;
const SNIPPET_CHARACTERS = 200;
const TOO_LARGE = 'response-too-large';

interface Judged {
  readonly call: DestinationCall;
  /** See `FinalAnswer`. */
  readonly redirected: string;
  readonly ended: (error: unknown) => EndedCall;
}

/** An HTTP API. Every outcome but a 2xx answer is a failure, either retryable or terminal. */
export class HttpDestination implements Destination {
  readonly retry: ResolvedRetry;
  readonly timeoutMs: number;
  readonly onTerminal: TerminalAction | undefined;
  readonly maxAnswerBytes: number;
  readonly idempotencyWindowMs: number | undefined;
  readonly keyForm: string;
  private readonly exchange: HttpExchange;
  private readonly gate: CallGate;
  private readonly configured: DestinationHeaders;
  private readonly redirects: Redirects;

  constructor(
    private readonly options: Options,
    news?: DestinationNews,
  ) {
    this.retry = options.retry;
    this.timeoutMs = options.timeoutMs;
    this.onTerminal = options.onTerminal;
    this.idempotencyWindowMs = options.idempotencyWindowMs;
    this.maxAnswerBytes = options.maxResponseBytes + ANSWER_OVERHEAD_BYTES;
    this.keyForm = keyForm(options);
    this.gate = new CallGate(options, news);
    this.configured = new DestinationHeaders(options, news?.secret);
    this.redirects = new Redirects(options, (text) => this.redact(text));
    this.exchange = new HttpExchange(options.concurrency, options.proxy);
  }

  call(call: DestinationCall): Promise<CallResult> {
    return this.gate.run(call, async () => {
      const signal = new CallSignal(call.signal, this.options.timeoutMs);
      try {
        return await this.attempt(call, signal);
      } finally {
        signal.release();
      }
    });
  }

  get callsUnderWay(): number {
    return this.gate.underWay;
  }

  get full(): boolean {
    return this.gate.full;
  }

  sentKey(idempotencyKey: string): string {
    return sentKey(this.options, idempotencyKey);
  }

  requestDigest(request: EffectRequest): string | undefined {
    return requestDigest(this.options.baseUrl, request);
  }

  private async attempt(call: DestinationCall, signal: CallSignal, again = false): Promise<CallResult> {
    const sent = this.configured.current;
    let prepared: OutgoingRequest;
    try {
      prepared = this.prepared(call, sent);
    } catch (error) {
      return failure('request-invalid', this.redact((error as Error).message), true);
    }
    const ended = (error: unknown): EndedCall => ({
      error,
      timeoutMs: signal.late ? this.options.timeoutMs : undefined,
      retry: call.retry,
      effect: !isSafeCall(call),
      redact: (text) => this.redact(text),
    });
    let left = false;
    let resent = false;
    try {
      const { response, redirected } = await this.redirects.answer(prepared.url, async (url) => {
        const exchanged = await this.exchange.send({ ...prepared, url }, signal);
        resent ||= 'answer' in exchanged && exchanged.resent === true;
        if ('answer' in exchanged) return exchanged.answer;
        left = exchanged.sent;
        throw exchanged.error as Error;
      });
      if (!again && this.refusesCredentials(response.status, call) && (await this.configured.renewedSince(sent))) {
        response.data.destroy();
        return marked(await this.attempt(call, signal, true), resent);
      }
      return marked(await this.judge(response, { call, redirected, ended }), resent);
    } catch (error) {
      return marked({ failure: httpFailure(ended(error), left) }, resent);
    }
  }

  /** An API may have taken our secret for one that was rotated a moment ago. */
  private refusesCredentials(status: number, { poll }: DestinationCall): boolean {
    const { refused, doubted } = this.options.credentials;
    if (poll?.look === true) return false;
    return refused.includes(status) || doubted.includes(status);
  }

  /** @throws Error in words, when the request cannot be made. */
  private prepared(
    { request, poll, idempotencyKey, token, trace }: DestinationCall,
    headers: Readonly<Record<string, string>>,
  ): OutgoingRequest {
    const { options } = this;
    const body = requestBody(request.data);
    const once = {
      [options.idempotencyHeader]: this.sentKey(idempotencyKey),
      [options.tokenHeader]: String(token),
    };
    const own = { ...(poll === undefined ? once : {}), ...defined({ [TRACE_PARENT_HEADER]: trace }) };
    return {
      url: requestUrl(options.baseUrl, request, poll !== undefined),
      method: requestMethod(request.method),
      transport: new ExactHeaders(requestHeaders({ ...options, headers }, request, body, own)),
      content: body?.content,
    };
  }

  private async judge(response: HttpAnswer, { call, redirected, ended }: Judged): Promise<CallResult> {
    const { status } = response;
    const accepted = (status >= 200 && status <= 299) || call.poll?.accept.includes(status) === true;
    if (!accepted) return this.refused(response, call, redirected);
    if (call.answer) {
      const limit = call.poll?.maxBytes ?? this.options.maxResponseBytes;
      const body = await readBody(response.data, limit).catch(ended);
      return 'error' in body ? { failure: bodyFailure(status, body) } : this.answered(response, body, call);
    }
    // The status is the answer: a body that breaks off or never ends must not turn a done effect into a failed one.
    const unwanted = await readBody(response.data, UNWANTED_BODY_BYTES).catch(() => undefined);
    return { response: undefined, receipt: { status, digest: digestOf(unwanted) } };
  }

  private async refused(response: HttpAnswer, call: DestinationCall, redirected: string): Promise<CallResult> {
    const { status } = response;
    // The status decides. If the body breaks off, only the text of the message is lost.
    const refusal = await readBody(response.data, UNWANTED_BODY_BYTES).catch(() => undefined);
    // Redact before cutting: half a secret at the end would not be recognised.
    const text = this.redact(refusal?.bytes.toString('utf8') ?? '').slice(0, SNIPPET_CHARACTERS);
    const retryAfter = header(response, 'retry-after');
    const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
    const ignored = retryAfterIgnored(retryAfter, Date.now());
    // Some APIs keep the first answer to a key, and say so: no repeat under it will get another one.
    const replayed = header(response, 'idempotent-replayed') === 'true' ? ' (Idempotent-Replayed)' : '';
    const words = ignored === undefined ? '' : ` (${this.redact(ignored)})`;
    const message = `HTTP ${status}${redirected}${replayed}${words}${text === '' ? '' : `: ${text}`}`;
    return {
      failure: {
        code: 'http-status',
        message,
        status,
        terminal: !retriesStatus(call.retry, status),
        ...(statusLeavesDoubt(status, { safe: isSafeCall(call), comeBack: retryAfterMs !== undefined })
          ? { perhapsDone: true }
          : {}),
        ...defined({ retryAfterMs }),
      },
      receipt: { status, digest: digestOf(refusal) },
    };
  }

  private answered(response: HttpAnswer, body: Body, { poll, loss }: DestinationCall): CallResult {
    const { status } = response;
    const limit = poll?.maxBytes ?? this.options.maxResponseBytes;
    if (body.cut) {
      return unkeptAnswer(`its response is larger than maxResponseBytes (${limit}).`, { code: TOO_LARGE, status });
    }
    const received = receivedAnswer(response, body, { polled: poll !== undefined, loss });
    const { current: headers, secrets } = this.configured;
    const answered = answerWithoutEcho(received, { ...this.options, headers, secrets });
    if ('refused' in answered) return unkeptAnswer(answered.refused, { status });
    const { result, bytes } = sizedAnswer(answered.kept, limit + ANSWER_OVERHEAD_BYTES, poll !== undefined);
    if (bytes === undefined) return unkeptAnswer(TOO_DEEP, { status });
    if (bytes <= limit + ANSWER_OVERHEAD_BYTES) return result;
    // In JSON, control characters and broken UTF-8 take up to six times their bytes.
    const why = `its response has ${bytes} bytes as JSON, too many for maxResponseBytes (${limit}).`;
    return unkeptAnswer(why, { code: TOO_LARGE, status });
  }

  private redact(text: string): string {
    return textWithoutSecrets(text, this.configured.secrets);
  }
}

const isSafeCall = ({ poll, safe }: DestinationCall): boolean => poll !== undefined || safe === true;

/** Says of a failure that an earlier sending of its request may have arrived. */
const marked = (result: CallResult, resent: boolean): CallResult =>
  resent && result !== 'not-begun' && 'failure' in result ? { ...result, resent: true } : result;

const failure = (code: 'request-invalid', message: string, terminal: boolean): CallResult => ({
  failure: { code, message, terminal },
});

const header = (response: HttpAnswer, name: string): string | undefined => {
  const value = response.headers[name];
  return typeof value === 'string' ? value : undefined;
};
