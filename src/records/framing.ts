// Forms of bytes that are known by how they begin, so that a failure names what they are.

/** The id in the five bytes with which serializers of a schema registry begin: a zero, and the schema's number. */
export const registrySchemaId = (bytes: Buffer): number | undefined =>
  bytes.length >= 5 && bytes[0] === 0 ? bytes.readUInt32BE(1) : undefined;

const STARTS: readonly (readonly [hex: RegExp, words: string])[] = [
  [/^(?:fffe|feff|(?!0000)(?:00..){2}|(?:(?!00)..00){2})/, 'it is UTF-16 or UTF-32, and UTF-8 is read'],
  [/^03(?:00|05).{32}/, 'it is framed by the AWS Glue Schema Registry; such formats are not read yet'],
  [/^1f8b/, 'it is compressed with gzip by its producer, which is not undone'],
  [/^28b52ffd/, 'it is compressed with Zstandard by its producer, which is not undone'],
];

/** What bytes that are not the text that was expected seem to be, in words. */
export const framingWords = (bytes: Buffer): string | undefined => {
  const start = bytes.subarray(0, 18).toString('hex');
  const known = STARTS.find(([hex]) => hex.test(start));
  if (known !== undefined) return known[1];
  const id = registrySchemaId(bytes);
  return id === undefined
    ? undefined
    : `it is framed by a schema registry, schema id ${id}; such formats are not read yet`;
};
