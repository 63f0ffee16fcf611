// Keeps what was fetched for one record, for those who ask for its neighbours next: chains whose records share a batch
// would each fetch and inflate it anew, for every record.
import type { FetchedMessage } from '../kafkajs-internals';
import { ReadingTurns } from './reading-turns';

/** All records of the log between two offsets. */
export interface LogWindow {
  readonly kind: 'window';
  readonly from: bigint;
  readonly next: bigint;
  readonly messages: ReadonlyMap<bigint, FetchedMessage>;
  readonly bytes: number;
}

const MOST_BYTES = 33_554_432;
const MOST_WINDOWS = 1_000;
const KEPT_MS = 10_000;
/** Fetches at a time: each may bring 16 MB, or one record of 64 MB. */
const FETCHES = 4;

interface Kept {
  readonly log: string;
  readonly window: LogWindow;
  readonly timer: NodeJS.Timeout;
}

export class LogWindows {
  private readonly turns = Array.from({ length: FETCHES }, () => new ReadingTurns());
  private readonly kept = new Set<Kept>();
  private bytes = 0;

  /**
   * The window around a record, from memory or by `fetch`. `log` names the partition and leader epoch of one stream.
   * Rejects once one of `signals` is aborted, with its reason. A `fetch` must end by itself: others wait for it.
   */
  async around<Other>(
    log: string,
    partition: number,
    offset: bigint,
    fetch: () => Promise<LogWindow | Other>,
    ...signals: readonly AbortSignal[]
  ): Promise<LogWindow | Other> {
    const known = this.find(log, offset);
    if (known !== undefined) return known;
    const turns = this.turns[partition % FETCHES] as ReadingTurns;
    const read = async (): Promise<LogWindow | Other> => {
      // Whoever had the turn before may have brought it.
      const brought = this.find(log, offset);
      if (brought !== undefined) return brought;
      const fetched = await fetch();
      if (isWindow(fetched)) this.keep(log, fetched);
      return fetched;
    };
    return turns.run(log, offset, read, ...signals);
  }

  clear(): void {
    for (const kept of this.kept) this.drop(kept);
  }

  private find(log: string, offset: bigint): LogWindow | undefined {
    for (const { log: its, window } of this.kept) {
      if (its === log && offset >= window.from && offset < window.next) return window;
    }
    return undefined;
  }

  private keep(log: string, window: LogWindow): void {
    if (window.bytes > MOST_BYTES) return;
    const kept: Kept = {
      log,
      window,
      timer: setTimeout(() => {
        this.drop(kept);
      }, KEPT_MS).unref(),
    };
    this.kept.add(kept);
    this.bytes += window.bytes;
    for (const oldest of this.kept) {
      if (this.bytes <= MOST_BYTES && this.kept.size <= MOST_WINDOWS) break;
      this.drop(oldest);
    }
  }

  private drop(kept: Kept): void {
    clearTimeout(kept.timer);
    if (this.kept.delete(kept)) this.bytes -= kept.window.bytes;
  }
}

const isWindow = (fetched: unknown): fetched is LogWindow => (fetched as { readonly kind?: unknown }).kind === 'window';
