// A validated route: fields with defaults are not optional, durations are in milliseconds.
import type { TerminalAction } from '../../model/contract/effect-contract';
import type { ResolvedRetry } from '../destination/resolved-destination';
import type { TerminalActions } from './route-definition';

/** Which headers of its records a `deliver` route copies. */
export interface ResolvedHeaderCopy {
  /** Names in lower case. */
  readonly names: ReadonlySet<string>;
  /** Prefixes in lower case; an empty one is the prefix of every name. */
  readonly prefixes: readonly string[];
  /** Those that somebody else sets, as `headerId` gives them: a record does not replace them. */
  readonly never: ReadonlySet<string>;
}

/** What a tombstone has of its own; what is undefined it has from the route. */
export interface ResolvedTombstone {
  readonly method: string;
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

export interface ResolvedDeliver {
  readonly to: string;
  readonly method: string;
  readonly path: string;
  /** Templates by header name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly copyHeaders: ResolvedHeaderCopy;
  readonly tombstone: 'send' | 'skip' | ResolvedTombstone;
  readonly completes: 'response' | 'callback';
  readonly callbackHeader: string;
  readonly callbackTimeoutMs: number;
}

/** What a `publish` route makes of each record. */
export interface ResolvedPublish {
  readonly to: string;
  /** A template; undefined means the record's own key, byte for byte. */
  readonly key: string | undefined;
  /** A field of the value; undefined means all of it. */
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly copyHeaders: boolean;
}

export interface ResolvedRoute {
  readonly name: string;
  readonly topics: readonly string[];
  readonly value: 'json' | 'string' | 'bytes';
  /** How keys are read for handlers and templates. */
  readonly key: 'utf8' | 'hex' | 'int' | 'long' | 'uuid';
  /** What a handler gets for numbers in JSON that JavaScript cannot hold. */
  readonly numbers: 'exact' | 'text' | 'bigint' | 'plain';
  /** Workflow type: the handler's export name, or the stock deliver workflow. */
  readonly workflowType: string;
  readonly deliver: ResolvedDeliver | undefined;
  readonly publish: ResolvedPublish | undefined;
  /** 0 means a workflow per key. */
  readonly lanes: number;
  /** Undefined means that keys do not retire. */
  readonly retireAfterMs: number | undefined;
  /** 0 means one stand-in key per partition. */
  readonly nullKeySpread: number;
  readonly groupId: string;
  /** `gone` is undefined if nobody has set it: then it is a dead letter, and its topic need not exist. */
  readonly onTerminal: Required<Omit<TerminalActions, 'gone'>> & { readonly gone: TerminalAction | undefined };
  /** What overrides the retry policy of the destinations that the route calls. */
  readonly retry: Partial<ResolvedRetry>;
  readonly deadLetterTopic: string;
  /** Number of last effects kept for each key; 0 means none. */
  readonly ledgerKeep: number;
}
