// Keeps batches that were decoded in part, each at its place. The broker sends a batch again whole for what is left of
// it, and without this every piece would inflate all that lies before it.
import type { RecordStream } from './record-stream';

const KEPT_MS = 120_000;
/** All that are kept take no more memory than this, besides one that is large by itself. */
const MOST_BYTES = 67_108_864;
const LARGE_BYTES = 16_777_216;

export interface PausedBatch {
  /** The compressed records, by which a batch is recognised. */
  readonly compressed: Buffer;
  readonly records: RecordStream;
  /** Number of records that were taken. */
  readonly taken: number;
  /** Offset delta behind the last of them. */
  readonly nextDelta: number;
  /** What its codec holds in memory. */
  readonly memory: number;
}

export class PausedBatches {
  private readonly kept = new Map<PausedBatch, NodeJS.Timeout>();
  private reading: Promise<unknown> = Promise.resolve();

  /** Decodes a batch; those that take much memory do so one after the other. */
  async alone<T>(memory: number, decode: () => Promise<T>): Promise<T> {
    if (memory <= LARGE_BYTES) return decode();
    const before = this.reading;
    const own = before.then(decode);
    this.reading = own.catch(() => undefined); // Whoever waits for `own` is told.
    return own;
  }

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

  /** Keeps a batch if there is memory for it. Those that were there first stay, or none would ever come to its end. */
  keep(batch: PausedBatch): void {
    if (!this.hasRoom(batch)) {
      batch.records.close();
      return;
    }
    const timer = setTimeout(() => {
      this.forget(kept);
      kept.records.close();
    }, KEPT_MS);
    // Copied, since it would otherwise keep the whole response in memory.
    const kept = { ...batch, compressed: Buffer.from(batch.compressed) };
    this.kept.set(kept, timer.unref());
  }

  private hasRoom(batch: PausedBatch): boolean {
    const others = Array.from(this.kept.keys());
    if (isLarge(batch)) return !others.some(isLarge);
    const small = others.filter((one) => !isLarge(one));
    return small.reduce((sum, one) => sum + bytesOf(one), bytesOf(batch)) <= MOST_BYTES;
  }

  private forget(batch: PausedBatch): void {
    clearTimeout(this.kept.get(batch));
    this.kept.delete(batch);
  }
}

const bytesOf = ({ compressed, memory }: PausedBatch): number => compressed.length + memory;

const isLarge = ({ memory }: PausedBatch): boolean => memory > LARGE_BYTES;
