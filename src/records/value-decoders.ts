import { jsonText } from '../model/json-text';
import type { WireBytes, WireValue } from '../model/record';

/** How a route reads its values. The bridge calls it, as does whoever reads a record back by reference. */
export interface RecordDecoder {
  /** Never throws because of a record's content: undecodable bytes are returned as such, with the cause in words. */
  decode(value: Buffer): WireValue;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BYTE_ORDER_MARK = '\uFEFF';
/** Deeper nesting is an attack, not data; JSON.stringify would later run out of stack. */
const MAX_JSON_DEPTH = 200;
const MAX_DEPTH_MESSAGE = `JSON nested deeper than ${MAX_JSON_DEPTH} levels`;

/** Returns text if the bytes are valid UTF-8, otherwise base64: nothing is lost either way. */
export const wireBytes = (bytes: Buffer): WireBytes => {
  try {
    return utf8.decode(bytes);
  } catch {
    // The bytes are not UTF-8; that is an answer, not a fault.
    return { base64: bytes.toString('base64') };
  }
};

const undecodable = (value: Buffer, why: string): WireValue => ({
  undecodable: why.slice(0, 300),
  base64: value.toString('base64'),
});

/** Counts brackets outside strings: this is cheap and happens before a parser sees the text. */
const tooDeep = (text: string): boolean => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (quoted) {
      if (char === 0x5c) index += 1;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x7b || char === 0x5b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return false;
};

const json: RecordDecoder = {
  decode(value) {
    try {
      const text = utf8.decode(value);
      if (tooDeep(text)) return undecodable(value, MAX_DEPTH_MESSAGE);
      const json: unknown = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
      return JSON.stringify(json) === text ? { json } : { json, source: text };
    } catch (error) {
      return undecodable(value, `The value is not JSON: ${(error as Error).message}`);
    }
  },
};

const string: RecordDecoder = {
  decode(value) {
    try {
      return { text: utf8.decode(value) };
    } catch {
      // The bytes are kept; the cause is all there is to report.
      return undecodable(value, 'The value is not UTF-8 text');
    }
  },
};

const bytes: RecordDecoder = { decode: (value) => ({ base64: value.toString('base64') }) };

export const valueDecoders: Readonly<Record<'json' | 'string' | 'bytes', RecordDecoder>> = { json, string, bytes };

/** The bytes of a value that is present; null for a tombstone. @throws Error for a value present only by reference. */
export const valueBytes = (value: WireValue): Buffer | null => {
  if ('tombstone' in value) return null;
  if ('json' in value) return Buffer.from(jsonText(value));
  if ('text' in value) return Buffer.from(value.text);
  if ('base64' in value) return Buffer.from(value.base64, 'base64');
  throw new Error('The value is in Kafka.');
};
