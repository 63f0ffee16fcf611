// Keeps batches that were decoded in part, each at its place. The broker sends a batch again whole for what is left of
// it, and without this every piece would inflate all that lies before it.
import type { RecordStream } from './record-stream';

const MOST_BATCHES = 8;
const KEPT_MS = 30_000;

export interface PausedBatch {
  /** The compressed records, by which a batch is recognised. */
  readonly compressed: Buffer;
  readonly records: RecordStream;
  /** Number of records that were taken. */
  readonly taken: number;
  /** Offset delta behind the last of them. */
  readonly nextDelta: number;
}

export class PausedBatches {
  private readonly kept = new Map<PausedBatch, NodeJS.Timeout>();

  /** Takes out the batch that is the furthest, but not past `firstDelta`. */
  take(compressed: Buffer, firstDelta: number): PausedBatch | undefined {
    let best: PausedBatch | undefined;
    for (const batch of this.kept.keys()) {
      if (batch.nextDelta > firstDelta || batch.nextDelta <= (best?.nextDelta ?? -1)) continue;
      if (batch.compressed.equals(compressed)) best = batch;
    }
    if (best !== undefined) this.forget(best);
    return best;
  }

  keep(batch: PausedBatch): void {
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST_BATCHES && oldest !== undefined) this.drop(oldest);
    const timer = setTimeout(() => {
      this.drop(batch);
    }, KEPT_MS);
    this.kept.set(batch, timer.unref());
  }

  private drop(batch: PausedBatch): void {
    this.forget(batch);
    batch.records.close();
  }

  private forget(batch: PausedBatch): void {
    clearTimeout(this.kept.get(batch));
    this.kept.delete(batch);
  }
}
