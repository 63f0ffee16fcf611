/** Limits the bytes that concurrent calls carry (I10). A call larger than the whole limit goes alone. */
export class ByteGate {
  private used = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Resolves when there is room, in the order of asking. The caller must `enter` at once, even with 0 bytes. */
  async room(): Promise<void> {
    if (this.used >= this.limit || this.waiting.length > 0) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  enter(bytes: number): void {
    this.used += bytes;
    this.letNextIn();
  }

  leave(bytes: number): void {
    this.used -= bytes;
    this.letNextIn();
  }

  /** Lets in one caller at a time: its size is known only once it has entered. */
  private letNextIn(): void {
    if (this.used < this.limit) this.waiting.shift()?.();
  }
}
