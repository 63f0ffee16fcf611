import type { WriteStream } from 'node:tty';

const BAR = 30;
const LINE_EVERY_MS = 2000;

/** Prints what the demo says. On a terminal, progress is one line that changes; elsewhere it is a line now and then. */
export class Screen {
  #progressShown = false;
  #lastLineAt = 0;

  constructor(private readonly out: WriteStream) {
    // A terminal that was closed takes no more text; ending in order matters more.
    out.on('error', () => undefined);
  }

  line(text: string): void {
    this.#clear();
    this.out.write(`${text}\n`);
  }

  progress(done: number, all: number, note: string): void {
    const filled = Math.min(BAR, Math.floor((BAR * done) / all));
    const text = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${done.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} ${note}`;
    if (this.out.isTTY) {
      this.#changing(text);
      return;
    }
    if (Date.now() - this.#lastLineAt < LINE_EVERY_MS && done < all) return;
    this.#lastLineAt = Date.now();
    this.out.write(`${text}\n`);
  }

  /** How things stand: on a terminal a line that changes, and nothing elsewhere. */
  status(text: string): void {
    if (this.out.isTTY) this.#changing(text);
  }

  #changing(text: string): void {
    this.#clear();
    this.out.write(this.out.columns > 0 ? text.slice(0, this.out.columns - 1) : text);
    this.#progressShown = true;
  }

  #clear(): void {
    if (!this.#progressShown) return;
    this.out.clearLine(0);
    this.out.cursorTo(0);
    this.#progressShown = false;
  }
}
