import type { CarriedEntry } from '../../model/contract/contract';
import { jsonSize } from '../../model/json/json-size';
import type { Position, Stream, WireRecord } from '../../model/contract/record';
import type { Redriven } from '../../model/contract/redrive';
import { packReferences, unpackReferences, type Reference } from '../../model/records/reference-runs';

/** A waiting record. Without `record` only its position is known, and its payload is still in Kafka. */
export interface InboxEntry {
  readonly stream: Stream;
  readonly position: Position;
  readonly record?: WireRecord;
  /** Set if the record came back from the dead-letter topic; without `record`, its payload is there. */
  readonly redriven?: Redriven;
  /** Size of the record as JSON, in bytes; 0 for a reference. */
  readonly bytes: number;
}

/** These bytes, a state and the answers of a head record must together fit a continue-as-new input of 2 MB. */
const MAX_INLINE_BYTES = 640 * 1024;

/** Limits a workflow's inline records, over all its chains, to what fits a continue-as-new input (I10). */
export class InlineBudget {
  private used = 0;
  /** Bytes of edited records. Kafka does not have them, so they never wait by reference and have room of their own. */
  private edited = 0;

  constructor(
    private readonly limit = MAX_INLINE_BYTES,
    private readonly editedLimit = 512 * 1024,
  ) {}

  take(bytes: number): boolean {
    if (this.used + bytes > this.limit) return false;
    this.used += bytes;
    return true;
  }

  /** True when there is room for an edited record of `bytes` in place of `entry`. */
  fitsEdited(bytes: number, entry: InboxEntry): boolean {
    return this.edited - (isEdited(entry) ? entry.bytes : 0) + bytes <= this.editedLimit;
  }

  takeEdited(bytes: number): void {
    this.edited += bytes;
  }

  give(entry: InboxEntry): void {
    if (isEdited(entry)) this.edited -= entry.bytes;
    else this.used -= entry.bytes;
  }
}

const isEdited = ({ record }: InboxEntry): boolean => record?.revision !== undefined;

/** Accepted records of one chain in order. Those beyond the budget wait by reference, at some twenty bytes each. */
export class Inbox {
  private entries: InboxEntry[] = [];
  private first = 0;

  constructor(
    private readonly budget: InlineBudget,
    carried: readonly CarriedEntry[] = [],
  ) {
    for (const entry of carried) {
      if ('record' in entry) this.entries.push({ ...this.entryOf(entry.stream, entry.record), ...redrivenOf(entry) });
      else if ('redriven' in entry) this.entries.push({ ...entry, bytes: 0 });
      else this.entries.push(...unpackReferences(entry).map((reference) => ({ ...reference, bytes: 0 })));
    }
  }

  get size(): number {
    return this.entries.length - this.first;
  }

  get head(): InboxEntry | undefined {
    return this.entries[this.first];
  }

  push(stream: Stream, record: WireRecord): void {
    this.entries.push(this.entryOf(stream, record));
  }

  /** Puts an edited record in place of the head. */
  replaceHead(record: WireRecord): void {
    const { head } = this;
    if (head === undefined) return;
    this.budget.give(head);
    this.entries[this.first] = { ...this.entryOf(head.stream, record), ...redrivenOf(head) };
  }

  /** Puts an entry before the one at `index`, counted from the head. */
  insert(index: number, entry: InboxEntry): void {
    this.entries.splice(this.first + index, 0, entry);
  }

  private entryOf(stream: Stream, record: WireRecord): InboxEntry {
    const position = { partition: record.partition, leaderEpoch: record.leaderEpoch, offset: record.offset };
    if ('reference' in record.value) return { stream, position, bytes: 0 };
    const bytes = jsonSize(JSON.stringify(record));
    if (record.revision !== undefined) {
      this.budget.takeEdited(bytes);
      return { stream, position, record, bytes };
    }
    return this.budget.take(bytes) ? { stream, position, record, bytes } : { stream, position, bytes: 0 };
  }

  /** The next records, at most `count`, without taking them. */
  peek(count: number): readonly InboxEntry[] {
    return this.entries.slice(this.first, this.first + count);
  }

  drop(count: number): void {
    for (const entry of this.peek(count)) this.budget.give(entry);
    this.first += count;
    // Shifting an array of 50,000 for each record would be quadratic, so the dead front goes when it is half of all.
    if (this.first * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.first);
      this.first = 0;
    }
  }

  carry(): CarriedEntry[] {
    const carried: CarriedEntry[] = [];
    let references: Reference[] = [];
    const pack = (): void => {
      carried.push(...packReferences(references));
      references = [];
    };
    for (const { stream, position, record, redriven } of this.peek(this.size)) {
      if (record !== undefined) {
        pack();
        carried.push({ stream, record, ...redrivenOf({ redriven }) });
      } else if (redriven !== undefined) {
        pack();
        carried.push({ stream, position, redriven });
      } else {
        references.push({ stream, position });
      }
    }
    pack();
    return carried;
  }
}

const redrivenOf = ({ redriven }: { readonly redriven?: Redriven | undefined }): Pick<InboxEntry, 'redriven'> =>
  redriven === undefined ? {} : { redriven };
