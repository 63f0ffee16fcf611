import type { AnswerNumbers } from '../../model/json/answer-data';
import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';

/** One record that a source has for the topic. */
export interface PolledRecord {
  /** Names the item at its source: within the window it is published once. Without ids, items are not told apart. */
  readonly id?: string;
  readonly key?: string | Uint8Array | null;
  readonly value: unknown;
  /** JSON text to publish byte for byte in the place of `value`, for topics whose values are JSON. */
  readonly source?: string;
  readonly headers?: Readonly<Record<string, string | Uint8Array>>;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp?: number;
}

export interface PollResult {
  readonly records: readonly PolledRecord[];
  /** The cursor (JSON) for the next poll, once the records are published. If absent, the cursor does not change. */
  readonly cursor?: unknown;
  /** True if there is more: the agent polls again at once. */
  readonly more?: boolean;
  /** The source asks not to be polled for this long. */
  readonly notBeforeMs?: number;
  /**
   * What went wrong after `records` were read: they are published if all of them have ids, and the poll has failed all
   * the same. The cursor moves with them if one is given.
   */
  readonly failure?: Error;
}

export type AgentParameters = Readonly<Record<string, string | number | boolean>>;

export interface PollCallOptions {
  readonly accept?: readonly number[];
  readonly maxBytes?: number;
  readonly numbers?: AnswerNumbers;
  readonly look?: boolean;
}

export interface PollContext {
  readonly agent: string;
  readonly parameters: AgentParameters;
  /** Aborted when the attempt must stop: pass it on. */
  readonly signal: AbortSignal;
  /** What `call` sends as `traceparent`, for calls by other means; absent if the poll belongs to no trace. */
  readonly traceparent?: string;
  /**
   * Calls a destination of the gateway, with its headers, limits, breaker and time-out. Throws PollFailure for anything
   * that is no answer. `accept`: statuses besides 2xx that count as answers; `maxBytes`: largest body, by default the
   * destination's; `numbers`: what becomes of JSON numbers, by default 'exact': as JavaScript has them, and taking one that
   * it cannot hold throws. `look`: true for a place that
   * need not be there, by default false: a failure then says nothing of the destination. `source` of the response is the JSON as it was sent, if JavaScript would write it otherwise.
   */
  call(destination: string, request: EffectRequest, options?: PollCallOptions): Promise<EffectResponse>;
}

/** What an agent polls: a function of the config, or HTTP by configuration. Throws if it cannot be polled now. */
export interface PollSource {
  poll(cursor: unknown, context: PollContext): Promise<PollResult>;
}
