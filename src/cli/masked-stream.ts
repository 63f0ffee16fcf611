import { diskFiles } from '../config/environment/environment';
import { fileSecret } from '../config/environment/secret';

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const HIDDEN = '***';
/** Shorter ones are parts of any text. */
const SHORTEST = 4;

/** As it is, as JSON has it, and as a URL has it. */
const spellings = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
];

/** A destination sends what is new in a file once it has stood there for this long; only then can anything show it. */
const READ_EVERY_MS = 100;

/** A stream that shows no secret which it has been told: whatever library or user's code logs one. */
export class MaskedStream {
  private hidden: readonly string[] = [];
  private files: readonly string[] = [];
  private readAt = -Infinity;

  constructor(
    private readonly stream: Stream,
    private readonly read: (path: string) => string | undefined = (path) => fileSecret(path, diskFiles.read),
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isTTY(): boolean {
    return this.stream.isTTY === true;
  }

  /** `files` hold secrets that may be replaced; what they have held is hidden as well. */
  readonly hide = (secrets: readonly string[], files: readonly string[] = []): void => {
    this.files = Array.from(new Set([...this.files, ...files]));
    this.add(secrets);
  };

  write(text: string): void {
    if (this.files.length > 0 && this.now() - this.readAt >= READ_EVERY_MS) this.readFiles();
    this.stream.write(this.hidden.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text));
  }

  private readFiles(): void {
    this.readAt = this.now();
    this.add(this.files.flatMap((path) => this.read(path) ?? []));
  }

  private add(secrets: readonly string[]): void {
    const all = secrets.map((secret) => secret.trim()).filter(({ length }) => length >= SHORTEST);
    const added = all.flatMap(spellings).filter((spelling) => !this.hidden.includes(spelling));
    if (added.length === 0) return;
    // One secret may be part of another.
    this.hidden = Array.from(new Set([...this.hidden, ...added])).sort((a, b) => b.length - a.length);
  }
}
