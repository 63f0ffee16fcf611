// The port between the bridge and Kafka. The bridge knows no kafkajs; another client can take its place behind this.
import type { GatewayError } from '../errors';
import type { Stream } from '../model/record';

/** One partition of one stream during one assignment. A new assignment makes new objects, which fences old work. */
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
  /** In order, repeated names kept. */
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

export interface SourceBatch {
  readonly partition: AssignedPartition;
  /** In offset order. Empty where all that was fetched is not for delivery: only the position moves then. */
  readonly records: readonly SourceRecord[];
  /** Position after the batch; past the last record where control records or compaction left a gap. */
  readonly nextOffset: bigint;
}

export interface BatchControl {
  /** Aborted when the partition is about to be revoked or the source drains: start nothing new, settle, commit, return. */
  readonly revoked: AbortSignal;
}

export interface SourceHandler {
  /** A new assignment replaces the one before it as a whole. Partitions kept come again from their committed offset. */
  assigned(partitions: readonly AssignedPartition[]): void;
  /** May run for seconds; the source keeps the group membership alive meanwhile. Must not throw. */
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
  /** Stops fetching, lets the handler settle and commit, leaves the group. */
  drain(): Promise<void>;
  /** Leaves now. */
  close(): Promise<void>;
}
