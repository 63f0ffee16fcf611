import type { Census } from './census';
import { pauseAfter } from './pause-after';

/** As long as nobody has asked for this time, no census is taken. */
const ASLEEP_AFTER_MS = 60_000;

/** Keeps a recent census for those who must not wait for one, such as scrapes. */
export class CensusKeeper {
  private last: Census | undefined;
  private askedAt = -Infinity;
  private taking = false;
  private closed = false;
  private next: NodeJS.Timeout | undefined;

  constructor(
    private readonly take: () => Promise<Census>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Returns the last census, undefined before the first, and sees to the next ones for a while. */
  current(): Census | undefined {
    this.askedAt = Date.now();
    if (!this.taking && this.next === undefined) void this.refresh();
    return this.last;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.next);
  }

  private async refresh(): Promise<void> {
    this.taking = true;
    const began = Date.now();
    try {
      this.last = await this.take();
    } catch (error) {
      this.failed(error);
    }
    this.taking = false;
    this.next = undefined;
    if (this.closed || Date.now() - this.askedAt > ASLEEP_AFTER_MS) return;
    this.next = setTimeout(() => void this.refresh(), pauseAfter(Date.now() - began));
    this.next.unref();
  }
}
