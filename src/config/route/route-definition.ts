// What a user writes of routes: which records they take, and what becomes of them.
import type { TerminalAction } from '../../model/contract/effect-contract';
import type { RetryDefinition } from '../destination/destination-definition';
import type { Duration } from '../checking/duration';

export interface RouteDefinition {
  readonly topics: readonly string[];
  /** How values are read. @default 'json' */
  readonly value?: 'json' | 'string' | 'bytes';
  /**
   * How keys are read for handlers and `{key}`: as text if they are UTF-8 and as bytes otherwise, as hexadecimal digits,
   * as a big-endian integer of 4 or 8 bytes, or as a UUID of 16 bytes. It changes neither order nor workflow ids.
   * @default 'utf8'
   */
  readonly key?: 'utf8' | 'hex' | 'int' | 'long' | 'uuid';
  /**
   * What a handler gets for numbers in JSON that JavaScript cannot hold: integers beyond 2^53 - 1, and what overflows.
   * 'exact' refuses the record as undecodable, 'text' gives every number as text, 'bigint' gives every integer as a bigint,
   * and 'plain' gives what JavaScript makes of it. @default 'exact'
   */
  readonly numbers?: 'exact' | 'text' | 'bigint' | 'plain';
  /** Name of the handler that the `workflows` file exports. A route has either this, `deliver` or `publish`. */
  readonly workflow?: string;
  readonly deliver?: DeliverDefinition;
  /** Publish each record to another topic, without code. */
  readonly publish?: PublishDefinition;
  /** Number of workflows that host all keys, instead of one per key; for routes whose handler keeps no state. */
  readonly lanes?: number;
  /** A key that has no record for this long ends its workflow; its next record brings it back with its state. @default keys do not retire */
  readonly retireAfter?: Duration;
  /** Keys for records that have none: one stand-in key per partition, or `spread` stand-in keys. @default 'partition' */
  readonly nullKeys?: 'partition' | { readonly spread: number };
  /** What becomes of a record that has failed for good: one action for all causes, or one for each. @default 'park', for `gone` 'dead-letter' */
  readonly onTerminal?: TerminalAction | TerminalActions;
  /** Wins over the `retry` of the destinations that the route calls, option by option. */
  readonly retry?: RetryDefinition;
  /** Wins over the gateway's `ledger`. */
  readonly ledger?: LedgerKeepDefinition;
  /** Topic for dead letters; it must exist if an action is 'dead-letter'. @default `<gateway name>.<route name>.dead-letters` */
  readonly deadLetterTopic?: string;
  /** Consumer group of the route. No two routes may share one. @default `<gateway name>.<route name>` */
  readonly groupId?: string;
}

export interface LedgerKeepDefinition {
  /** Number of last effects that are kept for each key, 0 to 100. A lane keeps 500 over all its keys. @default 20 */
  readonly keep?: number;
}

/** Each but `gone` defaults to 'park': the one action that loses neither the record nor the order of its key. */
export interface TerminalActions {
  /** A call was refused, or its attempts are used up. */
  readonly effect?: TerminalAction;
  /** The handler threw: a bug. */
  readonly handler?: TerminalAction;
  /** The handler threw a `TerminalError`: it refuses the record. */
  readonly refused?: TerminalAction;
  /** The value cannot be read as the route says. */
  readonly undecodable?: TerminalAction;
  /**
   * Retention or compaction took the payload of a record that waited by reference: a key that waited for it would wait for
   * nothing. @default 'dead-letter', or 'park' while the topic does not exist
   */
  readonly gone?: TerminalAction;
}

type DeliverMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';

/** How a `deliver` route calls for a record without a value. */
export interface TombstoneCall {
  readonly method: DeliverMethod;
  /** @default the path of the route */
  readonly path?: string;
  /** They take the place of the route's, with the same variables but `{value.field}`. @default the headers of the route */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DeliverDefinition {
  /** Destination that gets the records. */
  readonly to: string;
  /** @default 'POST' */
  readonly method?: DeliverMethod;
  /** Path of each call; `{key}`, `{topic}`, `{partition}`, `{offset}`, `{callback}`, `{value.field}` and `{header.name}` are filled in and encoded. @default '/' */
  readonly path?: string;
  /** Headers of every call; the variables of `path` are filled in, except `{callback}`. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Headers of the record that its call carries, byte for byte: names in any case, or their beginnings and `*`, such as
   * `['traceparent', 'ce_*']`. @default none
   */
  readonly copyHeaders?: readonly string[];
  /**
   * What is called for a record without a value: the same as for others, nobody, or another method, perhaps with path and
   * headers of its own. There is no body in any case. @default 'send'
   */
  readonly tombstone?: 'send' | 'skip' | TombstoneCall;
  /** What settles a record: a 2xx response or, with 'callback', the API's later call of the URL that it was given. @default 'response' */
  readonly completes?: 'response' | 'callback';
  /** Header that carries the URL of the callback. @default 'Sluice-Callback-Url' */
  readonly callbackHeader?: string;
  /** Time that the API has for its callback. @default '1h' */
  readonly callbackTimeout?: Duration;
}

/** A `publish` route: what it makes of each record. */
export interface PublishDefinition {
  /** Topic to publish to. */
  readonly to: string;
  /** Key of the published record, filled in like `deliver.path` but not encoded: `'{value.customer}'`. @default the record's own key */
  readonly key?: string;
  /** Field of the value to publish: `'value.order'`. @default the whole value */
  readonly value?: string;
  /** Headers of the published record, filled in like `key`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Copy the headers of the record. @default true */
  readonly copyHeaders?: boolean;
}
