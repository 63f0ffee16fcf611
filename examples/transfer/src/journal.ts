// Effects on disk, one JSON line each, so that the ledger can be stopped and started without forgetting what it booked.
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Effect } from './effect';

/**
 * Written before the booking counts and before its caller hears of it. It outlives a killed process; it does not
 * outlive a power cut, for which each line would have to be synced to disk.
 */
export class Journal {
  readonly #file: number;

  private constructor(file: number) {
    this.#file = file;
  }

  /**
   * Opens or makes the file and hands each effect in it to `restore`. A last line that a crash cut short was never
   * answered, and is removed.
   */
  static open(path: string, restore: (effect: Effect) => void): Journal {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) if (line !== '') restore(JSON.parse(line) as Effect);
    const file = openSync(path, 'a', 0o600);
    ftruncateSync(file, Buffer.byteLength(whole));
    return new Journal(file);
  }

  append(effect: Effect): void {
    writeSync(this.#file, `${JSON.stringify(effect)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}
