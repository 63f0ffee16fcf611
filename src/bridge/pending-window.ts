/** Bounds the records that Kafka has delivered and memory holds (I10): delivery waits while there is no room. */
export class PendingWindow {
  private records = 0;
  private bytes = 0;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly maxRecords: number,
    private readonly maxBytes: number,
  ) {}

  get size(): number {
    return this.records;
  }

  get heldBytes(): number {
    return this.bytes;
  }

  get full(): boolean {
    return this.records >= this.maxRecords || this.bytes >= this.maxBytes;
  }

  add(bytes: number): void {
    this.records += 1;
    this.bytes += bytes;
  }

  remove(bytes: number): void {
    this.records -= 1;
    this.bytes -= bytes;
    if (this.full) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves when there is room or `signal` is aborted. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.full && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', go);
          resolve();
        };
        this.waiting.push(go);
        signal.addEventListener('abort', go, { once: true });
      });
    }
  }
}
