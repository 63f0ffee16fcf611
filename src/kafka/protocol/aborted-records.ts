// Finds the records of a fetch response that belong to aborted transactions, as the Java consumer does: the broker
// lists each aborted transaction with its producer and first offset; it ends at that producer's abort marker.
import type { FetchedMessage } from '../kafkajs-internals';
import type { RecordBatch } from './record-batch';

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: bigint;
}

const ABORT = 0;

/**
 * Marks the records that must not be delivered. They stay in place, like control records, since kafkajs moves its
 * position by them: it would otherwise fetch a response of only aborted records forever.
 *
 * kafkajs' own filter checks only the first listed transaction, and takes any record with the key `00 00 00 00` for an
 * abort marker. Each of the two mistakes delivers aborted records.
 */
export const markAborted = (batches: readonly RecordBatch[], aborted: readonly AbortedTransaction[]): void => {
  // They are listed in the order of their markers but needed in the order of their starts.
  const starts = aborted.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const open = new Set<string>();
  let next = 0;
  for (const batch of batches) {
    for (let start = starts[next]; start !== undefined && start.firstOffset <= batch.lastOffset; start = starts[next]) {
      open.add(start.producerId);
      next += 1;
    }
    if (batch.isControl) {
      if (batch.messages[0] !== undefined && isAbortMarker(batch.messages[0])) open.delete(batch.producerId);
    } else if (batch.inTransaction && open.has(batch.producerId)) {
      for (const message of batch.messages) message.isControlRecord = true;
    }
  }
};

/** A marker's key holds its version and its type, two bytes each. */
const isAbortMarker = ({ key }: FetchedMessage): boolean =>
  key !== null && key.length >= 4 && key.readInt16BE(2) === ABORT;
