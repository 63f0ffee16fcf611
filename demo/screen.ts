import type { WriteStream } from 'node:tty';

const BAR = 30;
const LINE_EVERY_MS = 2000;

/** What the demo says. On a terminal progress is one line that changes; elsewhere it is a line now and then. */
export class Screen {
  #progressShown = false;
  #lastLineAt = 0;

  constructor(private readonly out: WriteStream) {}

  line(text: string): void {
    this.#clear();
    this.out.write(`${text}\n`);
  }

  progress(done: number, all: number, note: string): void {
    const filled = Math.min(BAR, Math.floor((BAR * done) / all));
    const text = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${String(done)} of ${String(all)} ${note}`;
    if (this.out.isTTY) {
      this.#clear();
      this.out.write(text.slice(0, this.out.columns - 1));
      this.#progressShown = true;
      return;
    }
    if (Date.now() - this.#lastLineAt < LINE_EVERY_MS && done < all) return;
    this.#lastLineAt = Date.now();
    this.out.write(`${text}\n`);
  }

  #clear(): void {
    if (!this.#progressShown) return;
    this.out.clearLine(0);
    this.out.cursorTo(0);
    this.#progressShown = false;
  }
}
