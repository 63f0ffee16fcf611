import type { Duration } from '@temporalio/common';
import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';

/** A call to a destination, at most 512 KiB as JSON. `step` names it within its record; without, steps are numbered in the order they are made. */
export interface CallRequest extends EffectRequest {
  /**
   * Part of the idempotency key (I5). Name the steps of a handler whose calls depend on conditions, so that a later
   * version of the handler still means the same call by the same name. `[A-Za-z0-9_-]`, at most 64 characters.
   */
  readonly step?: string;
}

export interface CallResponse<T> extends Omit<EffectResponse, 'data'> {
  readonly data: T;
}

/** A record to publish, at most 512 KiB as JSON. */
export interface PublishRequest {
  /** Decides the partition, as Java clients do. Without one, records of one key of the route keep their order all the same. */
  readonly key?: string | Uint8Array | null;
  /** JSON, or bytes where the topic takes bytes; `null` publishes a tombstone. */
  readonly value: unknown;
  /** A list of pairs repeats a name. Names that begin with `sluice.` are taken. */
  readonly headers?:
    Readonly<Record<string, string | Uint8Array>> | readonly (readonly [name: string, value: string | Uint8Array])[];
  /** @default by key */
  readonly partition?: number;
  /** Milliseconds since the Unix epoch. @default when it is written */
  readonly timestamp?: number;
  /** Part of the record id, see `CallRequest`. @default its number among those that the record publishes */
  readonly step?: string;
}

export interface StepOptions {
  /** As `CallRequest.step`. */
  readonly step?: string;
}

export interface ChildOptions extends StepOptions {
  /** JSON, at most 512 KiB. */
  readonly args?: readonly unknown[];
  /** @default the gateway's own: export the child's function beside the handler */
  readonly taskQueue?: string;
}

export interface CallbackOptions {
  /** From the first time that the handler came here: `'1 hour'`, or milliseconds. */
  readonly timeout: Duration;
}

/** Levels of Temporal's workflow logger; silent while a history is replayed. */
export interface RecordLog {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What a handler may do with its record. */
export interface RecordContext<S> {
  /**
   * The record's key as text. Where it is none, what names it in the workflow id: `%FF%80` for bytes that are not UTF-8,
   * `~null-p3` for records without a key in partition 3. The exact key is on the record.
   */
  readonly key: string;
  /** State of the key. Change it in place or assign it; undone if the record fails (I8). JSON, at most 512 KiB. */
  state: S;
  /**
   * Calls a destination now and waits for its answer. Retries on its own; the effects of earlier records are settled
   * first (I4), and an answer once received is not asked for again when the record is retried.
   * @throws EffectError when the call failed for good.
   */
  call<T = unknown>(destination: string, request: CallRequest): Promise<CallResponse<T>>;
  /** Calls a destination after the handler has succeeded; not at all if it fails (I8). */
  defer(destination: string, request: CallRequest): void;
  /**
   * Publishes a record to a topic after the handler has succeeded and what it deferred is done; not at all if one of them
   * fails (I8). Exactly once for `read_committed` readers (I9), in order per key. Needs `outbox` in the gateway's config.
   */
  publish(topic: string, record: PublishRequest): void;
  /**
   * Waits; the end of it is kept, so that a handler that runs again waits for the rest only. Later records of the key
   * wait, other keys go on. Up to half a second late.
   */
  sleep(duration: Duration, options?: StepOptions): Promise<void>;
  /**
   * Waits until `holds` returns true, and answers true; or false once `timeout` has passed. How it ended is kept. `holds`
   * sees what the handler's own signal and update handlers changed.
   */
  condition(holds: () => boolean, timeout?: Duration, options?: StepOptions): Promise<boolean>;
  /**
   * Starts a workflow, once for this step of this record, and waits for its result: JSON, at most 64 KiB. It goes on by
   * itself when the key's workflow continues as new, is restarted, or leaves the record out.
   * @throws EffectError `child-failed`; a record that is retried after that starts another.
   */
  executeChild<T = unknown>(workflowType: string, options?: ChildOptions): Promise<T>;
  /**
   * Waits until an API calls back: `submit` gives the API the URL, by `ctx.call` in path, query, headers or data. Returns
   * what the API sends there: parsed JSON, text, or null. The URL that `submit` sees only stands for the real one.
   * While the record waits, its handler may run again from its start; calls that are done are not made again.
   * @throws EffectError `callback-timeout` when nothing came in time, `callback-failed` when the API says `?outcome=failed`.
   */
  waitForCallback<T = unknown>(
    step: string,
    submit: (url: string) => Promise<unknown>,
    options: CallbackOptions,
  ): Promise<T>;
  readonly log: RecordLog;
}
