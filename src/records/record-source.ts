// The port between the bridge and Kafka. The bridge does not know kafkajs, so another client can replace it.
import type { GatewayError } from '../errors';
import type { Stream } from '../model/contract/record';

/** One partition of one stream during one assignment. A new assignment creates new objects, which fences old work. */
export interface AssignedPartition {
  readonly stream: Stream;
  readonly partition: number;
  /** Grows with each assignment of this member. */
  readonly assignmentEpoch: number;
}

export interface SourceRecord {
  readonly offset: bigint;
  readonly leaderEpoch: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** Headers in order, including repeated names. */
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
  /** The bytes of a record that no process holds (over 64 MB): it has its key only, or the first MB of it. */
  readonly tooLarge?: number | undefined;
  /** Why nothing of the record is here but its place: its batch could not be decoded. */
  readonly unreadable?: string | undefined;
}

export interface SourceBatch {
  readonly partition: AssignedPartition;
  /** Records in offset order. Empty if nothing that was fetched is for delivery: then only the position moves. */
  readonly records: readonly SourceRecord[];
  /** The position after the batch, which is past the last record if control records or compaction left a gap. */
  readonly nextOffset: bigint;
}

export interface BatchControl {
  /** Aborted when the partition will be revoked or the source drains: start nothing new, settle, commit, return. */
  readonly revoked: AbortSignal;
}

export interface SourceHandler {
  /** A new assignment replaces the previous one as a whole. Retained partitions resume at their committed offset. */
  assigned(partitions: readonly AssignedPartition[]): void;
  /** The handler may run for seconds; the source keeps the membership alive meanwhile. It must not throw. */
  batch(batch: SourceBatch, control: BatchControl): Promise<void>;
  /** Awaited before partitions are given up (rebalance) and before the member leaves (drain): last chance to commit. */
  revoking(): Promise<void>;
  /** The source has stopped for good: offset out of range, unknown codec, crash. Nothing more will come. */
  failed(error: GatewayError): void;
}

export interface RecordSource {
  /** Joins the group and consumes until drained, closed or failed. Resolves once the first assignment is known. */
  start(handler: SourceHandler): Promise<void>;
  /**
   * Commits `next` (the next offset to read, Kafka's convention) for partitions of the current assignment.
   * Partitions that are no longer assigned are left out: a broker would accept such a commit and lose records.
   */
  commit(offsets: readonly { readonly partition: AssignedPartition; readonly next: bigint }[]): Promise<void>;
  /** Stops fetching, lets the handler settle and commit, and leaves the group. */
  drain(): Promise<void>;
  /** Leaves now. */
  close(): Promise<void>;
}
