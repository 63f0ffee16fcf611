import type { FetchedMessage } from '../../../../src/kafka/kafkajs-internals';

/** A record without a key, as a fetch brings it. */
export const partitionMessage = (offset: number, bytes: number): FetchedMessage => ({
  offset: String(offset),
  timestamp: '0',
  attributes: 0,
  key: null,
  value: Buffer.alloc(bytes),
  headers: {},
  headerList: [],
  isControlRecord: false,
  batchContext: { partitionLeaderEpoch: 0, producerId: '-1', inTransaction: false },
});
