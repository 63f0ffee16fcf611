// Messages for records of which only the places are known.
import type { FetchedMessage } from '../kafkajs-internals';
import type { DecodingRoom } from './decoding-room';

export interface BatchShape {
  readonly baseOffset: bigint;
  readonly lastOffset: bigint;
  readonly count: number;
  readonly codec: number;
  readonly baseTimestamp: bigint;
  readonly appendTime: bigint | undefined;
  readonly isControl: boolean;
  readonly context: FetchedMessage['batchContext'];
}

/** Why a record has no payload. */
export type Unread = Pick<FetchedMessage, 'tooLarge' | 'unreadable'>;

/** The rest of a batch from `firstDelta`, as far as there is room: a message for each place, with or without a record. */
export const unreadRecords = (
  batch: BatchShape,
  firstDelta: number,
  room: DecodingRoom,
  why: Unread,
): FetchedMessage[] => {
  const messages: FetchedMessage[] = [];
  const end = Number(batch.lastOffset - batch.baseOffset);
  for (let delta = firstDelta; delta <= end && !room.full; delta += 1) {
    messages.push({ ...batchEnd(batch.baseOffset + BigInt(delta), batch), isControlRecord: batch.isControl, ...why });
    room.take(0);
  }
  return messages;
};

/** Compaction keeps a batch's last offset but removes the record: without this the position would never get past it. */
export const batchEnd = (lastOffset: bigint, batch: BatchShape): FetchedMessage => ({
  offset: lastOffset.toString(),
  timestamp: batch.baseTimestamp.toString(),
  attributes: 0,
  key: null,
  value: null,
  headers: {},
  headerList: [],
  isControlRecord: true,
  batchContext: batch.context,
});
