import type { PreparedRecord } from './prepared-ask';
import type { WriteBatch } from './produce-connection';

/** Records for one partition that are written together. */
export interface PlannedBatch extends WriteBatch {
  readonly records: readonly PreparedRecord[];
  readonly bytes: number;
}

/** What Kafka is known to take at a time. */
export interface BatchLimits {
  /** Largest batch of a topic. A larger record goes alone. */
  batchBytes(topic: string): number;
  /** Every batch goes in a request of its own. */
  readonly apart: boolean;
}

interface OpenBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: PreparedRecord[];
  bytes: number;
}

/** The batches of a transaction, those of each partition in order. */
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

  /** One after another; in each at most one batch a partition, or one batch. */
  rounds(): readonly (readonly PlannedBatch[])[] {
    const now = Date.now();
    const lists = Array.from(this.byPartition.values(), (batches) =>
      batches.map((batch) => ({
        ...batch,
        messages: batch.records.map(({ key, value, headers, timestamp }) => ({
          key,
          value,
          headers,
          timestamp: timestamp ?? now,
        })),
      })),
    );
    const longest = Math.max(0, ...lists.map(({ length }) => length));
    const rounds = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? []));
    return this.limits.apart ? rounds.flat().map((batch) => [batch]) : rounds;
  }
}
