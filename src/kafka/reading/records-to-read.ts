// Records asked for by position, and what is answered for each.
import type { Stream } from '../../model/record';
import type { SourceRecord } from '../../records/record-source';

export interface RecordsToRead {
  readonly stream: Stream;
  readonly partition: number;
  /** Of all these records; -1 where the broker has none. */
  readonly leaderEpoch: number;
  /** Ascending offsets share fetches; any order is answered. */
  readonly offsets: readonly bigint[];
}

/** `gone` is for good, in words for an operator. */
export type ReadBack = { readonly record: SourceRecord } | { readonly offset: bigint; readonly gone: string };
