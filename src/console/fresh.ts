import { pauseAfter } from '../operations/census/pause-after';

const RECENT_MS = 30_000;

/** Finds something out once for all who ask at the same time, and again only after a while. */
export class Fresh<T> {
  private asked: Promise<T> | undefined;
  private last: { readonly value: T; readonly at: number } | undefined;

  constructor(private readonly find: () => Promise<T>) {}

  get(): Promise<T> {
    this.asked ??= this.found();
    return this.asked;
  }

  /** What was found out last, if that is not long ago, while it is being found out anew. */
  async recent(): Promise<T> {
    const now = this.get();
    if (this.last === undefined || Date.now() - this.last.at > RECENT_MS) return now;
    now.catch(() => undefined); // Who asks once it is no longer recent is told.
    return this.last.value;
  }

  private async found(): Promise<T> {
    const began = Date.now();
    try {
      const value = await this.find();
      this.last = { value, at: Date.now() };
      return value;
    } finally {
      setTimeout(() => (this.asked = undefined), pauseAfter(Date.now() - began)).unref();
    }
  }

  /** The next who asks finds out anew: something was changed. */
  forget(): void {
    this.asked = undefined;
    this.last = undefined;
  }
}
