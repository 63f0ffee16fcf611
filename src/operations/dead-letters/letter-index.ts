import type { LogReader } from '../../kafka/reading/log-reader';
import { letterId, parseDeadLetter } from '../../dead-letters/dead-letter';
import { parseMarker, type LetterFate } from '../../dead-letters/letter-marker';
import type { LetterState } from './stored-letter';

const CHUNK_BITS = 65_536n;

/** Offsets of one partition, one bit each: a topic of ten million letters takes about a megabyte. */
class OffsetSet {
  private readonly chunks = new Map<bigint, Uint8Array>();

  add(offset: bigint): void {
    const chunk = this.chunks.get(offset / CHUNK_BITS) ?? new Uint8Array(Number(CHUNK_BITS) / 8);
    this.chunks.set(offset / CHUNK_BITS, chunk);
    const bit = Number(offset % CHUNK_BITS);
    chunk[bit >> 3] = (chunk[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  has(offset: bigint): boolean {
    const bit = Number(offset % CHUNK_BITS);
    return (((this.chunks.get(offset / CHUNK_BITS)?.[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
  }
}

/** A repeated letter comes within the minutes of its activity's retries, not thousands of letters later. */
const REMEMBERED = 10_000;

/** Tracks what became of one partition's letters, with one bit for each record of the topic. */
export class LetterIndex {
  private readonly fates: Readonly<Record<LetterFate, OffsetSet>> = {
    redriven: new OffsetSet(),
    dismissed: new OffsetSet(),
  };
  private readonly repeated = new OffsetSet();
  private readonly recent = new Set<string>();
  private next = 0n;
  private updating: Promise<void> = Promise.resolve();

  constructor(
    private readonly reader: Pick<LogReader, 'read'>,
    private readonly partition: number,
  ) {}

  /** Reads what was written since the last update. */
  update(): Promise<void> {
    const updated = this.updating.then(() => this.readOn());
    this.updating = updated.catch(() => undefined); // whoever awaits it gets the error
    return updated;
  }

  state(offset: bigint): LetterState {
    if (this.fates.dismissed.has(offset)) return 'dismissed';
    return this.fates.redriven.has(offset) ? 'redriven' : 'open';
  }

  /** True for a letter that is in the topic already, at a lower offset. */
  isRepeated(offset: bigint): boolean {
    return this.repeated.has(offset);
  }

  private async readOn(): Promise<void> {
    for await (const record of this.reader.read(this.partition, this.next)) {
      this.next = record.offset + 1n;
      const marker = parseMarker(record);
      if (marker !== undefined) {
        this.fates[marker.fate].add(marker.letter);
        continue;
      }
      const letter = parseDeadLetter(record);
      if (letter === undefined || letter.editOf !== undefined) continue;
      const id = letterId(letter);
      if (this.recent.has(id)) this.repeated.add(record.offset);
      else this.remember(id);
    }
  }

  private remember(id: string): void {
    this.recent.add(id);
    if (this.recent.size <= REMEMBERED) return;
    for (const oldest of this.recent) {
      this.recent.delete(oldest);
      return;
    }
  }
}
