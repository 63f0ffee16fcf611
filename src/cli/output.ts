import { errorText } from '../errors';
import { terminalLines, terminalText } from '../terminal-text';
import type { CommandResult } from './command/command';
import { errorCode, underWayOf } from './command/exit-codes';

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Prints what a command says: text for people, or with `--json` one document as the last line of stdout. */
export class Output {
  constructor(
    private readonly json: boolean,
    private readonly stdout: Stream,
    private readonly stderr: Stream,
    /** Writes commands as the user would type them. */
    private readonly typed: (text: string) => string = (text) => text,
  ) {}

  readonly print = (text: string): void => {
    if (!this.json) this.stdout.write(`${this.typed(text)}\n`);
  };

  /** Prints what a command that stays says of itself with `--json`, on a line of its own. */
  readonly announce = (document: object): void => {
    if (this.json) this.write(document);
  };

  /** Empties a terminal: what is printed next stands at its top. */
  readonly clear = (): void => {
    if (!this.json && this.stdout.isTTY === true) this.stdout.write('\u001b[2J\u001b[3J\u001b[H');
  };

  result({ exitCode, document }: CommandResult): void {
    if (this.json) this.write({ ok: exitCode === 0, ...document });
  }

  /** Prints an error in words to stderr, and with `--json` in the document too. */
  failure(error: unknown): void {
    const message = errorText(error);
    this.stderr.write(`sluice: ${this.typed(terminalLines(message))}\n`);
    if (this.json) this.document({ code: errorCode(error) ?? 'internal', message }, underWayOf(error));
  }

  /** The command line is wrong; commander has already said so on stderr. */
  usage(message: string): void {
    if (this.json) this.document({ code: 'usage', message });
  }

  private document(error: { readonly code: string; readonly message: string }, more: object = {}): void {
    this.write({ ok: false, error, ...more });
  }

  /** Escapes control characters that JSON leaves as they are; the meaning stays the same. */
  private write(document: object): void {
    this.stdout.write(`${terminalText(JSON.stringify(document), Infinity)}\n`);
  }
}
