import type { Duration } from '@temporalio/common';
import type { AnswerNumbers } from '../../model/json/answer-data';
import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';

/** A call to a destination, at most 512 KiB as JSON. `step` names it within its record; unnamed steps are numbered. */
export interface CallRequest extends EffectRequest, NumbersOption {
  /**
   * Part of the idempotency key (I5). Name the steps of a handler whose calls depend on conditions, so that a later
   * version of the handler still means the same call by the same name. `[A-Za-z0-9_-]`, at most 64 characters.
   */
  readonly step?: string;
}

export interface CallResponse<T> extends Omit<EffectResponse, 'data' | 'source' | 'base64'> {
  /** Parsed JSON; else text; a `Uint8Array` where the body is no text. */
  readonly data: T;
}

/** What a handler gets for numbers in the JSON that an API sends. */
export interface NumbersOption {
  /**
   * 'exact' gives JavaScript's numbers, and throws when the handler takes one that JavaScript cannot hold: an integer
   * beyond 2^53 - 1, or what overflows. 'text' gives every number as text, 'bigint' gives every integer as a bigint, and
   * 'plain' gives what JavaScript makes of it. @default 'exact'
   */
  readonly numbers?: AnswerNumbers;
}

/** A record to publish, at most 512 KiB as JSON. */
export interface PublishRequest {
  /** Decides the partition as in Java clients. Without one, records of one key of the route still keep their order. */
  readonly key?: string | Uint8Array | null;
  /** JSON, or bytes if the topic takes bytes; `null` publishes a tombstone, and `undefined` is refused. */
  readonly value: unknown;
  /** Use a list of pairs to repeat a name. Names that begin with `sluice.` are reserved. */
  readonly headers?:
    Readonly<Record<string, string | Uint8Array>> | readonly (readonly [name: string, value: string | Uint8Array])[];
  /** @default by key */
  readonly partition?: number;
  /** Milliseconds since the Unix epoch. @default when it is written */
  readonly timestamp?: number;
  /** Part of the record id, see `CallRequest`. @default its number among the record's publishes */
  readonly step?: string;
}

export interface StepOptions {
  /** See `CallRequest.step`. */
  readonly step?: string;
}

export interface ChildOptions extends StepOptions {
  /** Arguments, at most 512 KiB as JSON. */
  readonly args?: readonly unknown[];
  /** @default the gateway's own; then export the child's function beside the handler */
  readonly taskQueue?: string;
}

export interface CallbackOptions extends NumbersOption {
  /** Time from when the handler first came here: `'1 hour'`, or milliseconds. */
  readonly timeout: Duration;
}

/** Temporal's workflow logger, which is silent while a history is replayed. */
export interface RecordLog {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What a handler may do with its record. */
export interface RecordContext<S> {
  /**
   * The record's key as the route reads it, or else its name in the workflow id: `%FF%80` for bytes that are not UTF-8, `~null-p3`
   * for records without a key in partition 3. The exact key is on the record.
   */
  readonly key: string;
  /** The key's state: JSON, at most 512 KiB. Change it in place or assign it; it is undone if the record fails (I8). */
  state: S;
  /**
   * Calls a destination now and waits for its answer. It retries by itself. The effects of earlier records are settled
   * first (I4), and a retry of the record does not repeat a call that was answered.
   * @throws EffectError when the call failed for good.
   */
  call<T = unknown>(destination: string, request: CallRequest): Promise<CallResponse<T>>;
  /** Calls a destination after the handler has succeeded, and not at all if it fails (I8). */
  defer(destination: string, request: CallRequest): void;
  /**
   * Publishes a record to a topic once the handler has succeeded and its deferred calls are done; not at all if one
   * fails (I8). Exactly once for `read_committed` readers (I9), in order per key. The config must have `outbox`.
   */
  publish(topic: string, record: PublishRequest): void;
  /**
   * Waits for `duration`, and up to half a second more. The end time is kept, so that a handler that runs again waits
   * only for the rest. Later records of the key wait too; other keys go on.
   */
  sleep(duration: Duration, options?: StepOptions): Promise<void>;
  /**
   * Waits until `holds` returns true and resolves to true, or to false once `timeout` has passed. The outcome is kept.
   * `holds` sees what the handler's own signal and update handlers changed.
   */
  condition(holds: () => boolean, timeout?: Duration, options?: StepOptions): Promise<boolean>;
  /**
   * Starts a workflow, once for this step of this record, and waits for its result: JSON, or bytes (a `Uint8Array`) as a
   * whole, at most 64 KiB. The child
   * goes on when the key's workflow continues as new, is restarted, or leaves the record out.
   * @throws EffectError `child-failed`; a retry of the record then starts another child.
   */
  executeChild<T = unknown>(workflowType: string, options?: ChildOptions): Promise<T>;
  /**
   * Waits until an API calls back. `submit` gives the API the URL, by `ctx.call` in path, query, headers or data; it
   * sees only a stand-in for the real URL. Resolves to what the API sends: parsed JSON, text, or null. While the record
   * waits, its handler may run again from its start; done calls are not repeated.
   * @throws EffectError `callback-timeout` if none came in time, `callback-failed` if the API says `?outcome=failed`.
   */
  waitForCallback<T = unknown>(
    step: string,
    submit: (url: string) => Promise<unknown>,
    options: CallbackOptions,
  ): Promise<T>;
  readonly log: RecordLog;
}
