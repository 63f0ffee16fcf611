// How a secret may be written in what an API sends back: in a URL, in JSON within text, or in base64 with something
// before it and behind it.

/** Fragments of shorter secrets would be found in texts that do not hold them. */
const SHORTEST_IN_BASE64 = 8;
/** Each writing may stand within another one. */
const ROUNDS = 2;

/** What stands in the place of a secret. */
export const HIDDEN = '***';
/** Lists of secrets whose writings are remembered: there is one or two for each destination. */
const LISTS = 100;
const MAY_BE_ENCODED = /[%+\\]/;

/** Secrets as texts may hold them. */
export class WrittenSecrets {
  /** Found in a text as it is read, once it is decoded. */
  private readonly plain: readonly string[];
  private readonly all: readonly string[];
  private static readonly known = new Map<string, WrittenSecrets>();
  private static readonly lists = new WeakMap<readonly string[], WrittenSecrets>();

  /** Remembers what it made: each answer is searched for the same secrets, and that costs less than making it. */
  static of(secrets: readonly string[]): WrittenSecrets {
    const found = WrittenSecrets.lists.get(secrets) ?? WrittenSecrets.ofTexts(secrets);
    WrittenSecrets.lists.set(secrets, found);
    return found;
  }

  private static ofTexts(secrets: readonly string[]): WrittenSecrets {
    const list = JSON.stringify(secrets);
    const known = WrittenSecrets.known.get(list);
    if (known !== undefined) return known;
    if (WrittenSecrets.known.size >= LISTS) WrittenSecrets.known.clear();
    const made = new WrittenSecrets(secrets);
    WrittenSecrets.known.set(list, made);
    return made;
  }

  private constructor(secrets: readonly string[]) {
    const read = secrets.flatMap((secret) => [secret, asReadByUtf8(secret), ...ENCODINGS.flatMap(base64Forms(secret))]);
    this.plain = Array.from(new Set(read));
    const encoded = secrets.flatMap((secret) => [encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
    this.all = Array.from(new Set([...this.plain, ...encoded]));
  }

  /** True if the text holds a secret, plain or written otherwise. */
  isIn(text: string): boolean {
    const texts = this.plain.length > 0 && MAY_BE_ENCODED.test(text) ? readings(text) : [text];
    return this.plain.some((form) => texts.some((read) => read.includes(form)));
  }

  /** The text with `***` in the place of each secret. Writings that only `isIn` knows stay. */
  hiddenIn(text: string): string {
    return this.all.reduce((shown, form) => shown.replaceAll(form, HIDDEN), text);
  }
}

/** A header carries a secret as Latin-1, and an API writes down these bytes or the text. */
const ENCODINGS = ['utf8', 'latin1'] as const;

/** What is left of a secret in a header for whoever takes its bytes for UTF-8. */
const asReadByUtf8 = (secret: string): string => Buffer.from(secret, 'latin1').toString('utf8');

type Encoding = (typeof ENCODINGS)[number];

/** What the secret is in base64, by its place within a group of three bytes, without what depends on its neighbours. */
const base64Forms =
  (secret: string) =>
  (encoding: Encoding): readonly string[] => {
    const bytes = Buffer.from(secret, encoding);
    if (bytes.length < SHORTEST_IN_BASE64) return [];
    const standard = [0, 1, 2].map((before) => {
      const text = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      return text.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
    });
    return [...standard, ...standard.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
  };

/** The text as it is, and as whoever decodes it reads it. Each reading is decoded once: an answer may have megabytes. */
const readings = (text: string): readonly string[] => {
  const all = new Set([text]);
  let last: readonly string[] = [text];
  for (let round = 0; round < ROUNDS; round += 1) {
    const read = new Set(
      last.flatMap((one) => [...new Set([one, one.replaceAll('+', ' ')])].map(fromUrl).concat(fromJson(one))),
    );
    last = Array.from(read).filter((one) => !all.has(one));
    for (const one of last) all.add(one);
  }
  return Array.from(all);
};

const fromUrl = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'));

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const fromJson = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))/gi, (_escape, hex: string | undefined, char = '') =>
    hex === undefined ? (NAMED[String(char)] ?? String(char)) : String.fromCharCode(parseInt(hex, 16)),
  );
