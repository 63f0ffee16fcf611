// Defines the request for records by position, and the answer for each.
import type { Stream } from '../../model/contract/record';
import type { SourceRecord } from '../../records/record-source';

export interface RecordsToRead {
  readonly stream: Stream;
  readonly partition: number;
  /** The leader epoch of all these records; -1 if the broker has none. */
  readonly leaderEpoch: number;
  /** Ascending offsets share fetches, but any order is answered. */
  readonly offsets: readonly bigint[];
}

/** `gone` is final, and says why in words for an operator. */
export type ReadBack = { readonly record: SourceRecord } | { readonly offset: bigint; readonly gone: string };
