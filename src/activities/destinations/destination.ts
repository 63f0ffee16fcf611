import type { ResolvedRetry } from '../../config/gateway/resolved';
import type { Failure } from '../../model/contract/contract';
import type { EffectRequest, EffectWait, TerminalAction } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';

/** One call as a destination gets it. */
export interface DestinationCall {
  readonly request: EffectRequest;
  readonly idempotencyKey: string;
  readonly token: number;
  /** The response is wanted; without it the body is read only as far as an error message needs it. */
  readonly answer: boolean;
  readonly signal: AbortSignal;
  /** Policy that the call is judged by: the route's word goes before the destination's. */
  readonly retry: ResolvedRetry;
  /** The same for all calls of a batch: what has to wait together comes back together. */
  readonly batch: object;
  /** Of a poll, which is no effect: what is different. */
  readonly poll?: PollTerms;
  /** Asked when the call's turn has come: waiting for it may have taken long. True: do not begin it. */
  mustStop(): boolean;
}

/** A poll asks the same again and again, so it carries no idempotency key: a receiver that honours it would repeat itself. */
export interface PollTerms {
  /** Statuses that are answers, too, besides 2xx. */
  readonly accept: readonly number[];
  /** Largest body of a response, in bytes; undefined: as for effects. It does not go into history. */
  readonly maxBytes?: number;
}

/** A call that did not succeed. `terminal`: the same call would fail again. */
export interface CallFailure extends Failure {
  readonly terminal: boolean;
  /** From `Retry-After`. */
  readonly retryAfterMs?: number;
}

/** What the effect ledger keeps of an answer: enough to tell it from another one. */
export interface Receipt {
  /** Of HTTP; 0 where there is none. */
  readonly status: number;
  /** Of the body, see `digestOf`; '' where it is not known whole. */
  readonly digest: string;
}

export type CallResult =
  | { readonly response: EffectResponse | undefined; readonly receipt?: Receipt }
  | { readonly failure: Omit<CallFailure, 'step' | 'destination'>; readonly receipt?: Receipt }
  | { readonly wait: Pick<EffectWait, 'reason' | 'forMs'> }
  | 'not-begun';

/** A named external API with its limits. Calls never throw for what the other side does. */
export interface Destination {
  readonly retry: ResolvedRetry;
  /** What becomes of a record whose call failed for good; undefined: as its route says. */
  readonly onTerminal: TerminalAction | undefined;
  /** Bytes of JSON that an answer has at most; a larger one is a failure. Reserved in the batch's reply before the call. */
  readonly maxAnswerBytes: number;
  readonly callsUnderWay: number;
  /** The idempotency key in the form in which it is sent. */
  sentKey(idempotencyKey: string): string;
  call(call: DestinationCall): Promise<CallResult>;
}
