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

/** A stream that shows no secret which it has been told: whatever library or user's code logs one. */
export class MaskedStream {
  private hidden: readonly string[] = [];

  constructor(private readonly stream: Stream) {}

  get isTTY(): boolean {
    return this.stream.isTTY === true;
  }

  readonly hide = (secrets: readonly string[]): void => {
    const all = secrets.map((secret) => secret.trim()).filter(({ length }) => length >= SHORTEST);
    // One secret may be part of another.
    this.hidden = Array.from(new Set([...this.hidden, ...all.flatMap(spellings)])).sort((a, b) => b.length - a.length);
  };

  write(text: string): void {
    this.stream.write(this.hidden.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text));
  }
}
