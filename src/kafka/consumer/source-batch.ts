import type { AssignedPartition, SourceBatch, SourceRecord } from '../../records/record-source';
import type { ReadPosition } from './consumed-partition';
import type { FetchedMessage } from '../kafkajs-internals';

/** A batch in kafkajs' sense: what one fetch brought from one partition. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  /** Excludes control records and records of aborted transactions. */
  readonly messages: readonly FetchedMessage[];
  readonly messagesWithinOffset: readonly FetchedMessage[];
  /** The position that was requested. */
  readonly fetchedOffset: string;
  /** The last offset of everything fetched, including control records. */
  lastOffset(): string;
}

export const sourceBatch = (partition: AssignedPartition, batch: FetchedBatch): SourceBatch => ({
  partition,
  records: batch.messages.map(sourceRecord),
  nextOffset: BigInt(batch.lastOffset()) + 1n,
});

export const readPositions = ({ messagesWithinOffset }: FetchedBatch): readonly ReadPosition[] =>
  messagesWithinOffset.map(({ offset, batchContext: { partitionLeaderEpoch } }) => ({
    offset: BigInt(offset),
    leaderEpoch: partitionLeaderEpoch,
  }));

export const sourceRecord = ({
  offset,
  timestamp,
  key,
  value,
  headerList,
  batchContext,
  tooLarge,
  unreadable,
}: FetchedMessage): SourceRecord => ({
  offset: BigInt(offset),
  leaderEpoch: batchContext.partitionLeaderEpoch,
  key,
  value,
  timestamp: Number(timestamp),
  headers: headerList,
  tooLarge,
  unreadable,
});
