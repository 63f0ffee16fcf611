const KEPT_MS = 2_000;
/** What takes long to find out is kept long, so that no more than a part of the time goes into it. */
const KEPT_TIMES = 4;

/** Finds something out once for all who ask at the same time, and again only after a while. */
export class Fresh<T> {
  private asked: Promise<T> | undefined;

  constructor(
    private readonly find: () => Promise<T>,
    private readonly keptMs = KEPT_MS,
  ) {}

  get(): Promise<T> {
    this.asked ??= this.found();
    return this.asked;
  }

  private async found(): Promise<T> {
    const began = Date.now();
    try {
      return await this.find();
    } finally {
      setTimeout(() => (this.asked = undefined), Math.max(this.keptMs, KEPT_TIMES * (Date.now() - began))).unref();
    }
  }

  /** The next who asks finds out anew: something was changed. */
  forget(): void {
    this.asked = undefined;
  }
}
