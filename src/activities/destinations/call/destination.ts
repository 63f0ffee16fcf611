import type { ResolvedRetry } from '../../../config/destination/resolved-destination';
import type { Failure } from '../../../model/contract/contract';
import type { EffectRequest, EffectWait, TerminalAction } from '../../../model/contract/effect-contract';
import type { AnswerLoss } from '../../../model/json/answer-source';
import type { Sleeper } from './sleepers';
import type { EffectResponse } from '../../../model/contract/effect-response';

/** One call as a destination gets it. */
export interface DestinationCall {
  readonly request: EffectRequest;
  readonly idempotencyKey: string;
  readonly token: number;
  /** What is sent as `traceparent`, the same for each attempt; undefined if the record belongs to no trace. */
  readonly trace?: string;
  /** The key or poll agent for which the call is made: it tells what all are refused from what one is refused. */
  readonly caller: string;
  /** True if the response is wanted; otherwise the body is read only as far as an error message needs it. */
  readonly answer: boolean;
  /** Set if the call asks for nothing to be done, so that nothing is in doubt of it. */
  readonly safe?: boolean;
  /** What must not be lost of a JSON response: then its text is kept beside what JavaScript makes of it. */
  readonly loss: AnswerLoss;
  readonly signal: AbortSignal;
  /** The policy by which the call is judged; the route's options override the destination's. */
  readonly retry: ResolvedRetry;
  /** Identifies the batch of the call, so that what must wait together comes back together. */
  readonly batch: object;
  /** Who waits if the destination is not to be called, if it can be woken. */
  readonly sleeper?: Sleeper;
  /** What differs for a poll, which is not an effect. */
  readonly poll?: PollTerms;
  /** Asked when the call's turn has come, perhaps after a long wait. If true, the call must not begin. */
  mustStop(): boolean;
}

/** A poll repeats itself and so carries no idempotency key: a receiver that honours one would repeat its old answer. */
export interface PollTerms {
  /** Statuses besides 2xx that count as answers. */
  readonly accept: readonly number[];
  /** True for a look at a place that need not be there: that it fails says nothing of the destination. */
  readonly look?: boolean;
  /** Largest body of a response in bytes, as for effects if undefined. The body does not go into history. */
  readonly maxBytes?: number;
}

/** A call that did not succeed. `terminal` means that the same call would fail again. */
export interface CallFailure extends Failure {
  readonly terminal: boolean;
  /** The wait that `Retry-After` asks for. */
  readonly retryAfterMs?: number;
}

/** What the effect ledger keeps of an answer, enough to tell it from another one. */
export interface Receipt {
  /** HTTP status; 0 if there is none. */
  readonly status: number;
  /** Digest of the body, see `digestOf`; '' if the whole body is not known. */
  readonly digest: string;
}

export type CallResult =
  | { readonly response: EffectResponse | undefined; readonly receipt?: Receipt }
  /** `resent`: the request was sent twice, and nobody knows what became of the first time. */
  | { readonly failure: Omit<CallFailure, 'step' | 'destination'>; readonly receipt?: Receipt; readonly resent?: true }
  /** `probe`: how the call failed that was made all the same; it may have had its effect. */
  | {
      readonly wait: Omit<EffectWait, 'step' | 'destination'>;
      readonly probe?: Omit<CallFailure, 'step' | 'destination'>;
    }
  | 'not-begun';

/** A named external API with its limits. Calls never throw for what the other side does. */
export interface Destination {
  readonly retry: ResolvedRetry;
  /** What becomes of a record whose call failed for good; if undefined, its route decides. */
  readonly onTerminal: TerminalAction | undefined;
  /** Most bytes of JSON in an answer; a larger one is a failure. The batch's reply reserves them before the call. */
  readonly maxAnswerBytes: number;
  /** Deadline of one call. */
  readonly timeoutMs: number;
  readonly callsUnderWay: number;
  /** True while a further call has to wait for others to end. */
  readonly full: boolean;
  /** The idempotency key in the form that is sent. */
  sentKey(idempotencyKey: string): string;
  /** Tells one way of sending idempotency keys from another: sent in another form or header, a key is a new one. */
  readonly keyForm: string;
  /** Tells one request from another under the same idempotency key (I12); undefined if it cannot be made. */
  requestDigest(request: EffectRequest): string | undefined;
  /** How long the API remembers idempotency keys; undefined means for ever. */
  readonly idempotencyWindowMs: number | undefined;
  call(call: DestinationCall): Promise<CallResult>;
}
