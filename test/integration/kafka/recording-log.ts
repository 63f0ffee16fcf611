import type { Log } from '../../../src/log';

type Fields = Readonly<Record<string, unknown>>;

/** Keeps warnings and errors for the test to look at. */
export class RecordingLog implements Log {
  readonly lines: string[] = [];

  debug(): void {
    // of no interest
  }

  info(): void {
    // of no interest
  }

  warn(fields: Fields, message: string): void {
    this.lines.push(`${message} ${JSON.stringify(fields)}`);
  }

  error(fields: Fields, message: string): void {
    this.lines.push(`${message} ${JSON.stringify(fields)}`);
  }
}
