import type {
  AssignedPartition,
  BatchControl,
  RecordSource,
  SourceBatch,
  SourceHandler,
  SourceRecord,
} from '../../../src/records/record-source';

export interface Delivered {
  readonly partition: AssignedPartition;
  readonly record: SourceRecord;
}

type OnBatch = (batch: SourceBatch, control: BatchControl) => Promise<void>;

/** Keeps what it is given and commits each batch when it is through; tests override the parts they are about. */
export class RecordingHandler implements SourceHandler {
  source: RecordSource | undefined;
  readonly assignments: (readonly AssignedPartition[])[] = [];
  readonly delivered: Delivered[] = [];
  readonly failures: Error[] = [];
  readonly commitErrors: unknown[] = [];
  revocations = 0;
  onBatch: OnBatch = () => Promise.resolve();
  onRevoking: () => Promise<void> = () => Promise.resolve();

  get values(): readonly (string | undefined)[] {
    return this.delivered.map(({ record }) => record.value?.toString());
  }

  get partitions(): readonly AssignedPartition[] {
    return this.assignments.at(-1) ?? [];
  }

  assigned(partitions: readonly AssignedPartition[]): void {
    this.assignments.push(partitions);
  }

  async batch(batch: SourceBatch, control: BatchControl): Promise<void> {
    for (const record of batch.records) this.delivered.push({ partition: batch.partition, record });
    await this.onBatch(batch, control);
    try {
      await this.source?.commit([{ partition: batch.partition, next: batch.nextOffset }]);
    } catch (error) {
      this.commitErrors.push(error); // Kafka is away: what is not committed comes again
    }
  }

  async revoking(): Promise<void> {
    this.revocations += 1;
    await this.onRevoking();
  }

  failed(error: Error): void {
    this.failures.push(error);
  }
}
