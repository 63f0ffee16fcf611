// What workflows tell the worker of their keys, for its log and its metrics. It is no part of histories: a replay tells
// nothing, and a task that is repeated may tell it twice.

import type { Counters } from '../contract/contract';

/** Name of the sink, and of its function. */
export const EVENT_SINK = 'sluice';

/** The record that a key is at. */
export interface EventPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export type KeyEvent = {
  /** The key, as workflow ids have it; empty if it is not known. */
  readonly chain: string;
  readonly place?: EventPlace | undefined;
} & (
  | {
      /** A parked key goes on. */
      readonly kind: 'released';
      readonly by: 'retry' | 'skip' | 'edit' | 'callback';
      /** Why it was parked. */
      readonly cause: string;
      readonly destination?: string | undefined;
      readonly parkedForMs: number;
    }
  | { readonly kind: 'paused' | 'resumed' }
  | {
      /** Of `promise-rejected`, nothing waited for the promise, so that it decided nothing. */
      readonly kind: 'handler-threw' | 'promise-rejected';
      /** Of the error, such as TypeError; its message may quote the record. */
      readonly name: string;
      /** Where in the user's code, innermost first: `pay (workflows.ts:12)`. */
      readonly frames: readonly string[];
    }
  | {
      /** No dead letter could be written, so that the key is parked instead. */
      readonly kind: 'letter-given-up';
      readonly cause: string;
      readonly destination?: string | undefined;
    }
);

/** By how much counters of a workflow have grown. */
export type KeyCounts = Partial<Counters>;

/** The functions of the sink. */
export interface EventSink {
  readonly [EVENT_SINK]: { tell(event: KeyEvent): void; count(counts: KeyCounts): void };
}
