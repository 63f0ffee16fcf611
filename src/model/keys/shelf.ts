import { jsonSize } from '../json/json-size';
import type {
  RecallRequest,
  ShelfEntry,
  ShelfStatus,
  ShelveAnswer,
  ShelvedRun,
  TakeAnswer,
  TakeRequest,
} from '../contract/shelf-contract';

/** A whole shelf must fit a continue-as-new input of 2 MB. */
const SHELF_BYTES = 1_000_000;
/** Limit for one key, which also travels in an activity's answer and in an input. */
const ENTRY_BYTES = 400_000;
/** Room beside it for marks of keys that were never put here. */
const MARK_BYTES = 200_000;
/** A taken state is kept longer than any call under way could take. */
const KEEP_MS = 10 * 60_000;

/**
 * Retired keys, and marks of those that were taken: a mark refuses what comes late, and a run that would begin with
 * nothing. Marks give way, oldest first, if a key needs room; keys that lie here never do.
 */
export class Shelf {
  private readonly entries = new Map<string, ShelfEntry>();
  private readonly sizes = new Map<string, number>();
  private bytes = 0;

  constructor(
    entries: readonly ShelfEntry[] = [],
    private readonly limits = { shelf: SHELF_BYTES, entry: ENTRY_BYTES },
  ) {
    for (const entry of entries) this.set(entry);
  }

  put(run: ShelvedRun, now: number): ShelveAnswer {
    const { workflowId, number } = run;
    const known = this.entries.get(workflowId);
    if (known !== undefined) {
      if (number < known.number) return 'stale';
      if (number === known.number) return known.takenBy === undefined ? 'shelved' : 'stale';
    }
    const entry: ShelfEntry = { workflowId, number, since: now, run };
    const size = sizeOf(entry);
    if (size > this.limits.entry) return 'full';
    if (!this.makeRoom(size, workflowId, now)) return 'full';
    this.set(entry);
    return 'shelved';
  }

  take({ workflowId, by, from, force }: TakeRequest, now: number): TakeAnswer {
    const entry = this.entries.get(workflowId);
    if (entry === undefined) return { kind: 'none' };
    const { number, run } = entry;
    if (from !== undefined && run?.runId !== from) return { kind: 'none', number };
    if (isLate(entry, by)) return { kind: 'none', number };
    if (!mayTake(entry, by) && force !== true) return elsewhere(entry);
    if (run === undefined && force !== true) return elsewhere(entry);
    this.set({ ...entry, takenBy: by, since: now });
    return run === undefined ? { kind: 'none', number } : { kind: 'taken', run };
  }

  /** False if a mark of an unknown key does not fit: marks give way only when a key is put here. */
  mayRecall({ workflowId, number, by }: RecallRequest): boolean {
    if (this.entries.has(workflowId)) return true;
    return this.bytes + sizeOf({ workflowId, number, since: 0, takenBy: by }) <= this.limits.shelf + MARK_BYTES;
  }

  /** Takes a key back for the run that put it here and goes on. */
  recall({ workflowId, number, by }: RecallRequest, now: number): void {
    const known = this.entries.get(workflowId);
    if (known !== undefined && known.number > number) return;
    this.set({ workflowId, number, since: now, takenBy: by });
  }

  /** The entry of a key; undefined if there is none. */
  look(workflowId: string): ShelfEntry | undefined {
    const entry = this.entries.get(workflowId);
    return entry?.takenBy === undefined ? entry : undefined;
  }

  get status(): ShelfStatus {
    let retired = 0;
    for (const { takenBy } of this.entries.values()) if (takenBy === undefined) retired += 1;
    return { retired, bytes: this.bytes, limit: this.limits.shelf };
  }

  carry(): readonly ShelfEntry[] {
    return Array.from(this.entries.values());
  }

  /** Keeps entries in the order of their last change, so that the oldest marks come first. */
  private set(entry: ShelfEntry): void {
    this.remove(entry.workflowId);
    const size = sizeOf(entry);
    this.entries.set(entry.workflowId, entry);
    this.sizes.set(entry.workflowId, size);
    this.bytes += size;
  }

  private remove(workflowId: string): void {
    this.bytes -= this.sizes.get(workflowId) ?? 0;
    this.sizes.delete(workflowId);
    this.entries.delete(workflowId);
  }

  /** Makes room for `size` bytes in place of what `workflowId` has now, at the cost of what was taken long ago. */
  private makeRoom(size: number, workflowId: string, now: number): boolean {
    const needed = (): number => this.bytes - (this.sizes.get(workflowId) ?? 0) + size - this.limits.shelf;
    if (needed() <= 0) return true;
    const old = this.carry().filter(
      (entry) => entry.workflowId !== workflowId && entry.takenBy !== undefined && entry.since <= now - KEEP_MS,
    );
    // States go first: marks are small, and they are what keeps a key from starting empty.
    for (const { run, ...mark } of old) {
      if (needed() <= 0) return true;
      if (run !== undefined) this.shrink(mark);
    }
    for (const entry of old) {
      if (needed() <= 0) return true;
      this.remove(entry.workflowId);
    }
    return needed() <= 0;
  }

  /** Drops the state but keeps the entry's place, because nobody changed it. */
  private shrink(mark: ShelfEntry): void {
    this.bytes += sizeOf(mark) - (this.sizes.get(mark.workflowId) ?? 0);
    this.sizes.set(mark.workflowId, sizeOf(mark));
    this.entries.set(mark.workflowId, mark);
  }
}

const sizeOf = (entry: ShelfEntry): number => jsonSize(JSON.stringify(entry)) + 1;

/** True if the run that asks took the key before and has put it back since. */
const isLate = ({ takenBy, run }: ShelfEntry, by: string): boolean => takenBy === undefined && run?.life === by;

const mayTake = ({ takenBy }: ShelfEntry, by: string): boolean => takenBy === undefined || takenBy === by;

const elsewhere = ({ takenBy = '', run }: ShelfEntry): TakeAnswer => ({
  kind: 'elsewhere',
  by: takenBy,
  ...(run === undefined ? {} : { runId: run.runId }),
});
