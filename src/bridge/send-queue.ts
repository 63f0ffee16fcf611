import { sameStream, type Stream, type WireRecord } from '../model/contract/record';
import type { EncodedRecord, SignalTarget } from '../records/record-encoder';

export interface QueuedRecord extends EncodedRecord {
  readonly stream: Stream;
  /** Aborted when the partition is given up: the record is no longer sent; the next owner delivers it again. */
  readonly revoked: AbortSignal;
  /** Called once, when the record is durable. */
  durable(): void;
  /** Called once, when the record leaves the queue, durable or not, and its memory is free. */
  released(): void;
}

/** The records that wait for one workflow, in order. While a call is in flight, later ones gather for the next (I2). */
export class SendQueue {
  private records: QueuedRecord[] = [];

  constructor(readonly target: SignalTarget) {}

  get empty(): boolean {
    return this.records.length === 0;
  }

  push(record: QueuedRecord): void {
    this.records.push(record);
  }

  /** Takes what one call may carry: a bounded number of records of one stream. Drops those of given-up partitions. */
  take(maxRecords: number, maxBytes: number): readonly QueuedRecord[] {
    const taken: QueuedRecord[] = [];
    let bytes = 0;
    let index = 0;
    for (const record of this.records) {
      if (record.revoked.aborted) {
        record.released();
      } else {
        bytes += record.bytes;
        const fits = taken.length < maxRecords && (taken.length === 0 || bytes <= maxBytes);
        if (!fits || (taken[0] !== undefined && !sameStream(taken[0].stream, record.stream))) break;
        taken.push(record);
      }
      index += 1;
    }
    this.records = this.records.slice(index);
    return taken;
  }
}

export const wireRecords = (records: readonly QueuedRecord[]): readonly WireRecord[] =>
  records.map(({ record }) => record);
