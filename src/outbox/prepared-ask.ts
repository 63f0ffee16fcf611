import type { Failure } from '../model/contract/contract';
import type { TraceParent } from '../model/trace-parent';

/** Where the publishing of a record stands in a trace. */
export interface PublishSpan {
  readonly place: TraceParent;
  readonly parent: string;
}

/** A record as it will be written. */
export interface PreparedRecord {
  readonly topic: string;
  /** Absent if the key decides. */
  readonly partition?: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** In order; null is a header without a value. */
  readonly headers: readonly (readonly [name: string, content: Buffer | null])[];
  readonly timestamp?: number;
  /** The span that publishes it; absent if its source record belongs to no trace. */
  readonly span?: PublishSpan;
  /** Approximate size in a record batch. */
  readonly bytes: number;
}

/** Why a record is not published; `terminal` means that a later attempt would fail too. */
export type PublishFailure = Failure & {
  readonly terminal: boolean;
  /** Set if it is about this one record, and not about all that is published where it goes. */
  readonly ofRecord?: true;
};

export interface PreparedChain {
  readonly chain: string;
  /** What each record of the chain publishes, all of it or none. */
  readonly records: readonly (readonly PreparedRecord[])[];
  /** Number of records asked for; more than `records` after a failure, or if there was too much to read. */
  readonly asked: number;
  /** Why the record after `records` cannot be published. */
  readonly failure?: PublishFailure;
}

export interface PreparedAsk {
  /** Made from the ask's positions: a repeated ask has the same id, and no other ask has it. */
  readonly id: string;
  readonly chains: readonly PreparedChain[];
  readonly bytes: number;
}
