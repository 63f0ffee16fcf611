import type { FunctionDestination as Options, ResolvedRetry } from '../../config/destination/resolved-destination';
import type { EffectRequest, EffectResponse, TerminalAction } from '../../model/contract/effect-contract';
import { errorText } from '../../errors';
import { defined } from '../../model/defined';
import { isBytes } from '../../model/is-bytes';
import { isDeeper } from '../../model/json/is-deeper';
import { lossWords, lostInJson, type LostInJson } from '../../model/json/lost-in-json';
import { CallGate } from './gate/call-gate';
import type { CallResult, Destination, DestinationCall, PollTerms } from './call/destination';
import type { DestinationNews } from './gate/destination-news';
import { argumentDigest } from './request/request-digest';
import { digestOf } from './answer/response-body';
import { untilAborted } from '../until-aborted';
import { thrownFailure } from './http/thrown-failure';
import { MAX_ANSWER_DEPTH, unkeptAnswer } from './answer/unkept-answer';

/** Answers go into history, like those of HTTP destinations, and share the reply of their batch with others. */
const MAX_ANSWER_BYTES = 65_536;
const SHOWN_CHARACTERS = 200;

/** A destination in code. What it returns is the answer; what it throws is judged by `thrownFailure`. */
export class FunctionDestination implements Destination {
  readonly retry: ResolvedRetry;
  readonly timeoutMs: number;
  readonly onTerminal: TerminalAction | undefined;
  readonly maxAnswerBytes = MAX_ANSWER_BYTES;
  readonly idempotencyWindowMs: number | undefined;
  readonly keyForm = 'argument';
  private readonly gate: CallGate;
  private readonly digests = new WeakMap<EffectRequest, string>();

  constructor(
    private readonly options: Options,
    news?: DestinationNews,
  ) {
    this.retry = options.retry;
    this.timeoutMs = options.timeoutMs;
    this.onTerminal = options.onTerminal;
    this.idempotencyWindowMs = options.idempotencyWindowMs;
    this.gate = new CallGate(options, news);
  }

  call(call: DestinationCall): Promise<CallResult> {
    return this.gate.run(call, () => this.attempt(call));
  }

  get callsUnderWay(): number {
    return this.gate.underWay;
  }

  get full(): boolean {
    return this.gate.full;
  }

  sentKey(idempotencyKey: string): string {
    return idempotencyKey;
  }

  requestDigest(request: EffectRequest): string {
    const digest = this.digests.get(request) ?? argumentDigest(request);
    this.digests.set(request, digest);
    return digest;
  }

  private async attempt(call: DestinationCall): Promise<CallResult> {
    const { request, idempotencyKey, token, trace: traceparent, answer, signal, retry, poll } = call;
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const either = AbortSignal.any([signal, deadline]);
    // The function may change its argument.
    this.requestDigest(request);
    let data: unknown;
    try {
      const given = { request, idempotencyKey, token, ...defined({ traceparent }), signal: either };
      const work = this.options.call(given);
      data = await untilAborted(work, either, 'The call was stopped.');
    } catch (error) {
      return { failure: thrownFailure(error, retry, deadline.aborted ? this.options.timeoutMs : undefined) };
    }
    return answer ? answered(data, poll) : { response: undefined };
  }
}

const toJson = (value: unknown): string | undefined => JSON.stringify(value);

/** What an effect returned, as JSON has it: the object itself may change, or throw when it is read again. */
const answered = (given: unknown, poll: PollTerms | undefined): CallResult => {
  if (poll === undefined && isBytes(given)) return bytesAnswered(Buffer.from(given));
  let text: string;
  let lost: LostInJson | undefined;
  try {
    text = toJson(given) ?? 'null';
    // The call is done: what would be null must not make it a failed one.
    lost = poll === undefined ? lostInJson(given, text, 'parts') : undefined;
  } catch (error) {
    return unkeptAnswer(`its answer is not JSON: ${errorText(error).slice(0, SHOWN_CHARACTERS)}`);
  }
  if (isDeeper(text, MAX_ANSWER_DEPTH)) return unkeptAnswer('its answer is nested too deeply.');
  if (lost !== undefined) return unkeptAnswer(`its answer has ${lossWords(lost)}`);
  const data: unknown = poll === undefined ? JSON.parse(text) : (given ?? null);
  return kept({ status: 200, headers: {}, data }, Buffer.from(text), poll?.maxBytes);
};

const bytesAnswered = (bytes: Buffer): CallResult =>
  kept({ status: 200, headers: {}, data: null, base64: bytes.toString('base64') }, bytes);

const kept = (response: EffectResponse, body: Buffer, most = MAX_ANSWER_BYTES): CallResult => {
  const bytes = Buffer.byteLength(JSON.stringify(response));
  if (bytes <= most) return { response, receipt: { status: 0, digest: digestOf({ bytes: body, cut: false }) } };
  return unkeptAnswer(`its answer has ${bytes} bytes of JSON; at most ${most} are kept.`, {
    code: 'response-too-large',
  });
};
