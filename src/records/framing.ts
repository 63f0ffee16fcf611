// Forms of bytes that are known by how they begin, so that a failure names what they are.

export interface RegistryFrame {
  readonly schemaId: number;
  /** Most registries give numbers of 4 bytes, Apicurio's own form has 8. */
  readonly idBytes: 4 | 8;
}

/** What serializers of a schema registry begin with: a zero, and the number of a schema, which is never zero. */
export const registryFrame = (bytes: Buffer): RegistryFrame | undefined => {
  if (bytes.length < 5 || bytes[0] !== 0) return undefined;
  const short = bytes.readUInt32BE(1);
  if (short !== 0) return { schemaId: short, idBytes: 4 };
  const long = bytes.length < 9 ? 0 : Number(bytes.readBigUInt64BE(1));
  return long === 0 || !Number.isSafeInteger(long) ? undefined : { schemaId: long, idBytes: 8 };
};

/** Characters of text that are one byte in Latin-1, as UTF-16 has them: an id of a schema may begin like one or two. */
const LATIN = '(?:09|0[ad]|[2-7].|[a-f].)';
const UTF_16 = `(?:00${LATIN}){3}|(?:${LATIN}00){3}|(?:(?:00${LATIN}){1,2}|(?:${LATIN}00){1,2})$`;

const STARTS: readonly (readonly [hex: RegExp, words: string])[] = [
  [new RegExp(`^(?:fffe|feff|${UTF_16})`), 'it is UTF-16 or UTF-32, and UTF-8 is read'],
  [/^03(?:00|05).{32}/, 'it is framed by the AWS Glue Schema Registry; such formats are not read yet'],
  [/^1f8b/, 'it is compressed with gzip by its producer, which is not undone'],
  [/^28b52ffd/, 'it is compressed with Zstandard by its producer, which is not undone'],
];

/** What bytes that are not the text that was expected seem to be, in words. */
export const framingWords = (bytes: Buffer): string | undefined => {
  const start = bytes.subarray(0, 18).toString('hex');
  const known = STARTS.find(([hex]) => hex.test(start));
  if (known !== undefined) return known[1];
  const frame = registryFrame(bytes);
  if (frame !== undefined) {
    const ids = frame.idBytes === 8 ? ' with ids of 8 bytes' : '';
    return `it is framed by a schema registry${ids}, schema id ${frame.schemaId}; such formats are not read yet`;
  }
  const begins = bytes.length >= 5 && bytes[0] === 0;
  return begins ? 'it begins as what a schema registry frames does, but with no id of a schema' : undefined;
};
