// Keeps batches that were decoded in part, each at its place. The broker sends a batch again whole for what is left of
// it, and without this every piece would inflate all that lies before it.
import type { RecordStream } from './record-stream';

const KEPT_MS = 120_000;
/** All that are kept take no more memory than this, besides one that is large by itself. */
const MOST_BYTES = 67_108_864;
const LARGE_BYTES = 16_777_216;

export interface PausedBatch {
  /** The compressed records, by which a batch is recognised. See `own`. */
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

  /**
   * The same bytes in memory of their own, which those who read one batch at several places share. Otherwise each of
   * them would keep the whole response that it came with.
   */
  own(compressed: Buffer): Buffer {
    const kept = new Set(Array.from(this.kept.keys(), (batch) => batch.compressed));
    return Array.from(kept).find((own) => own.equals(compressed)) ?? Buffer.from(compressed);
  }

  /** Takes out the batch of these bytes, which are `own`, that is the furthest, but not past `firstDelta`. */
  take(own: Buffer, firstDelta: number): PausedBatch | undefined {
    let best: PausedBatch | undefined;
    for (const batch of this.kept.keys()) {
      if (batch.nextDelta > firstDelta || batch.nextDelta <= (best?.nextDelta ?? -1)) continue;
      if (batch.compressed === own) best = batch;
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
      this.forget(batch);
      batch.records.close();
    }, KEPT_MS);
    this.kept.set(batch, timer.unref());
  }

  private hasRoom(batch: PausedBatch): boolean {
    const others = Array.from(this.kept.keys());
    if (isLarge(batch)) return !others.some(isLarge);
    return bytesOf([...others.filter((one) => !isLarge(one)), batch]) <= MOST_BYTES;
  }

  private forget(batch: PausedBatch): void {
    clearTimeout(this.kept.get(batch));
    this.kept.delete(batch);
  }
}

const bytesOf = (batches: readonly PausedBatch[]): number => {
  const compressed = Array.from(new Set(batches.map((batch) => batch.compressed)));
  return sum(compressed.map(({ length }) => length)) + sum(batches.map(({ memory }) => memory));
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const isLarge = ({ memory }: PausedBatch): boolean => memory > LARGE_BYTES;
