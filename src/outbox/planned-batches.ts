import { orderedHeaders } from '../kafka/writing/ordered-headers';
import type { PreparedRecord } from './prepared-ask';
import type { WriteBatch } from './produce-connection';

/** Records of one partition that are written together. */
export interface PlannedBatch extends WriteBatch {
  readonly records: readonly PreparedRecord[];
  readonly bytes: number;
}

/** What Kafka is known to accept at once. */
export interface BatchLimits {
  /** Size of a topic's largest batch. A larger record goes alone. */
  batchBytes(topic: string): number;
  /** True if every batch must go in a request of its own. */
  readonly apart: boolean;
}

interface OpenBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: PreparedRecord[];
  bytes: number;
}

/** The batches of a transaction, in order for each partition. */
export class PlannedBatches {
  private readonly byPartition = new Map<string, OpenBatch[]>();

  constructor(private readonly limits: BatchLimits) {}

  add(record: PreparedRecord, partition: number): void {
    const { topic, bytes } = record;
    const id = `${topic} ${partition}`;
    const batches = this.byPartition.get(id) ?? [];
    this.byPartition.set(id, batches);
    const last = batches.at(-1);
    if (last !== undefined && last.bytes + bytes <= this.limits.batchBytes(topic)) {
      last.records.push(record);
      last.bytes += bytes;
    } else {
      batches.push({ topic, partition, records: [record], bytes });
    }
  }

  /** Rounds to write one after another, each with at most one batch per partition, or with one batch. */
  rounds(): readonly (readonly PlannedBatch[])[] {
    const now = Date.now();
    const lists = Array.from(this.byPartition.values(), (batches) =>
      batches.map((batch) => ({
        ...batch,
        messages: batch.records.map(({ key, value, headers, timestamp }) => ({
          key,
          value,
          headers: orderedHeaders(headers),
          timestamp: timestamp ?? now,
        })),
      })),
    );
    const longest = Math.max(0, ...lists.map(({ length }) => length));
    const rounds = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? []));
    return this.limits.apart ? rounds.flat().map((batch) => [batch]) : rounds;
  }
}
