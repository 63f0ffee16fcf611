import type { ResolvedRoute } from '../config/route/resolved-route';

type KeyFormat = Exclude<ResolvedRoute['key'], 'utf8'>;

interface Format {
  /** Length of a key in bytes; undefined if any will do. */
  readonly bytes?: number;
  readonly text: (key: Buffer) => string;
}

const FORMATS: Readonly<Record<KeyFormat, Format>> = {
  hex: { text: (key) => key.toString('hex') },
  int: { bytes: 4, text: (key) => String(key.readInt32BE()) },
  long: { bytes: 8, text: (key) => String(key.readBigInt64BE()) },
  uuid: {
    bytes: 16,
    text: (key) => key.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  },
};

/** A key as text, see `routes.NAME.key`. @throws Error in words, when the key is of another format. */
export const keyText = (format: KeyFormat, key: Buffer): string => {
  const { bytes = key.length, text } = FORMATS[format];
  if (key.length === bytes) return text(key);
  throw new Error(`The key has ${key.length} bytes, but the route reads keys as '${format}', which has ${bytes}.`);
};
