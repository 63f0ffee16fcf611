/** Bounds the bytes that calls carry at the same time (I10). A call that is larger than all of it goes alone. */
export class ByteGate {
  private used = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Resolves when there is room, in order of asking. Whoever was let in must `enter` at once, be it with 0 bytes. */
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

  /** One at a time: how much it carries is known when it has entered. */
  private letNextIn(): void {
    if (this.used < this.limit) this.waiting.shift()?.();
  }
}
