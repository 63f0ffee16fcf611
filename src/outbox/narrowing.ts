// What Kafka refused, and what is known about it so far. A refusal names no record, so the request is sent again in
// smaller parts until a part holds one record. Only that one is given up, and nothing that was merely beside it.
import type { PublishFailure, PreparedRecord } from './prepared-ask';
import type { ProduceRefused } from './produce-refused';
import type { BatchLimits, PlannedBatch } from './planned-batches';

/** This is far below what brokers take by default (1 MiB for a batch of records). */
const BATCH_BYTES = 512 * 1024;
/** A topic that cannot be written to is tried again after this time. */
const TOPIC_REST_MS = 5_000;

export class Narrowing implements BatchLimits {
  private readonly topicBytes = new Map<string, number>();
  private readonly records = new Map<PreparedRecord, string>();
  private readonly topics = new Map<string, { readonly message: string; readonly until: number }>();
  apart = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  batchBytes(topic: string): number {
    return this.topicBytes.get(topic) ?? BATCH_BYTES;
  }

  /** Why the record cannot be published; undefined if it can, as far as is known. */
  failureOf(record: PreparedRecord): PublishFailure | undefined {
    const fault = this.records.get(record);
    if (fault !== undefined) return { code: 'publish-refused', message: fault, terminal: true, ofRecord: true };
    const topic = this.topics.get(record.topic);
    if (topic === undefined) return undefined;
    if (this.now() > topic.until) {
      this.topics.delete(record.topic);
      return undefined;
    }
    const message = `Nothing can be published to ${record.topic}: ${topic.message}`;
    return { code: 'publish-failed', message, terminal: false };
  }

  rest(topic: string, message: string): void {
    this.topics.set(topic, { message, until: this.now() + TOPIC_REST_MS });
  }

  /** Notes batches that Kafka refused, so that the next request is smaller or leaves out what is to blame. */
  refused({ kind, batches, message }: ProduceRefused<PlannedBatch>): void {
    const [batch] = batches;
    if (batch === undefined) return;
    if (batches.length > 1) {
      this.apart = true;
    } else if (kind === 'topic') {
      this.rest(batch.topic, message);
    } else if (batch.records.length > 1) {
      this.topicBytes.set(batch.topic, Math.floor(Math.min(batch.bytes, this.batchBytes(batch.topic)) / 2));
    } else if (batch.records[0] !== undefined) {
      this.records.set(batch.records[0], `Kafka refuses a record for ${batch.topic}: ${message}`);
    }
  }

  /** Lets records go together again after a commit: what was refused is now known by record or by size. */
  committed(): void {
    this.apart = false;
    this.records.clear();
  }
}
