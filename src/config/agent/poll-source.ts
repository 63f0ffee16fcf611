import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';

/** One record that a source has for the topic. */
export interface PolledRecord {
  /** Names the item at its source: within the window it is published once. Absent: items are not told apart. */
  readonly id?: string;
  readonly key?: string | Uint8Array | null;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string | Uint8Array>>;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp?: number;
}

export interface PollResult {
  readonly records: readonly PolledRecord[];
  /** JSON. What the next poll gets, once the records are published. Absent: as it was. */
  readonly cursor?: unknown;
  /** There is more: poll again at once. */
  readonly more?: boolean;
  /** The source asks to be left alone for so long. */
  readonly notBeforeMs?: number;
}

export type AgentParameters = Readonly<Record<string, string | number | boolean>>;

export interface PollContext {
  readonly agent: string;
  readonly parameters: AgentParameters;
  /** Aborted when the attempt must stop: pass it on. */
  readonly signal: AbortSignal;
  /**
   * Calls a destination of the gateway: its headers, limits, breaker and time-out hold. Throws PollFailure on what is no
   * answer. `accept`: statuses that are answers, too, besides 2xx; `maxBytes`: largest body, else as the destination says.
   */
  call(
    destination: string,
    request: EffectRequest,
    options?: { readonly accept?: readonly number[]; readonly maxBytes?: number },
  ): Promise<EffectResponse>;
}

/** What an agent polls: a function of the config, or HTTP by configuration. Throws when it cannot be polled now. */
export interface PollSource {
  poll(cursor: unknown, context: PollContext): Promise<PollResult>;
}
