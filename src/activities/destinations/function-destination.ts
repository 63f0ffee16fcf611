import type { FunctionDestination as Options, ResolvedRetry } from '../../config/destination/resolved-destination';
import type { EffectRequest, TerminalAction } from '../../model/contract/effect-contract';
import { CallGate } from './call-gate';
import type { CallResult, Destination, DestinationCall } from './destination';
import type { DestinationNews } from './destination-news';
import { argumentDigest } from './request-digest';
import { digestOf } from './response-body';
import { untilAborted } from '../until-aborted';
import { thrownFailure } from './thrown-failure';

/** Answers go into history, like those of HTTP destinations, and share the reply of their batch with others. */
const MAX_ANSWER_BYTES = 65_536;

/** A destination in code. What it returns is the answer; what it throws is judged by `thrownFailure`. */
export class FunctionDestination implements Destination {
  readonly retry: ResolvedRetry;
  readonly onTerminal: TerminalAction | undefined;
  readonly maxAnswerBytes = MAX_ANSWER_BYTES;
  readonly idempotencyWindowMs: number | undefined;
  private readonly gate: CallGate;

  constructor(
    private readonly options: Options,
    news?: DestinationNews,
  ) {
    this.retry = options.retry;
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

  sentKey(idempotencyKey: string): string {
    return idempotencyKey;
  }

  requestDigest(request: EffectRequest): string {
    return argumentDigest(request);
  }

  private async attempt(call: DestinationCall): Promise<CallResult> {
    const { request, idempotencyKey, token, answer, signal, retry, poll } = call;
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const either = AbortSignal.any([signal, deadline]);
    try {
      const work = this.options.call({ request, idempotencyKey, token, signal: either });
      const data = await untilAborted(work, either, 'The call was stopped.');
      return answer ? answered(data, poll?.maxBytes ?? MAX_ANSWER_BYTES) : { response: undefined };
    } catch (error) {
      return { failure: thrownFailure(error, retry, deadline.aborted ? this.options.timeoutMs : undefined) };
    }
  }
}

const answered = (data: unknown, most: number): CallResult => {
  const response = { status: 200, headers: {}, data: data ?? null };
  const bytes = Buffer.byteLength(JSON.stringify(response));
  if (bytes <= most) {
    const body = Buffer.from(JSON.stringify(response.data));
    return { response, receipt: { status: 0, digest: digestOf({ bytes: body, cut: false }) } };
  }
  const message = `The call succeeded, but its answer has ${bytes} bytes of JSON; at most ${most} are kept.`;
  return { failure: { code: 'response-too-large', message, terminal: true, perhapsDone: true } };
};
