import type { FunctionDestination as Options, ResolvedRetry } from '../config/resolved';
import type { CallResult, Destination, DestinationCall } from './destination';
import { Limiter } from './limiter';

/** Answers go into history, as those of HTTP destinations do, and share the reply of their batch with others. */
const MAX_ANSWER_BYTES = 65_536;

/** A destination in code. What it returns is the answer; what it throws is retryable unless it says `retryable: false`. */
export class FunctionDestination implements Destination {
  readonly retry: ResolvedRetry;
  readonly onTerminal = undefined;
  readonly maxAnswerBytes = MAX_ANSWER_BYTES;
  private readonly limiter: Limiter;

  constructor(private readonly options: Options) {
    this.retry = options.retry;
    this.limiter = new Limiter(options.concurrency);
  }

  call(call: DestinationCall): Promise<CallResult> {
    return this.limiter.run(() => (call.mustStop() ? Promise.resolve('not-begun') : this.attempt(call)));
  }

  get callsUnderWay(): number {
    return this.limiter.held;
  }

  private async attempt({ request, idempotencyKey, token, answer, signal }: DestinationCall): Promise<CallResult> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const either = AbortSignal.any([signal, deadline]);
    try {
      const work = this.options.call({ request, idempotencyKey, token, signal: either });
      const data = await Promise.race([work, aborted(either)]);
      return answer ? answered(data) : { response: undefined };
    } catch (error) {
      if (deadline.aborted) {
        const message = `No answer within ${String(this.options.timeoutMs)} ms; the effect may have happened.`;
        return { failure: { code: 'timeout', message, terminal: false } };
      }
      const { message, retryable } = error as { message?: string; retryable?: boolean };
      const text = (message ?? String(error)).slice(0, 500);
      return { failure: { code: 'destination-error', message: text, terminal: retryable === false || isBug(error) } };
    }
  }
}

const answered = (data: unknown): CallResult => {
  const response = { status: 200, headers: {}, data: data ?? null };
  const bytes = Buffer.byteLength(JSON.stringify(response));
  if (bytes <= MAX_ANSWER_BYTES) return { response };
  const message = `The call succeeded, but its answer has ${String(bytes)} bytes of JSON; at most ${String(MAX_ANSWER_BYTES)} are kept.`;
  return { failure: { code: 'response-too-large', message, terminal: true } };
};

/** Programmer errors are not cured by trying again. */
const isBug = (error: unknown): boolean =>
  ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'].includes((error as { name?: string }).name ?? '');

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('The call was stopped.'));
    });
  });
