import type { ResolvedRoute } from '../config/route/resolved-route';
import { inexactNumber, type InexactNumber } from '../model/json/inexact-number';
import { isDeeper } from '../model/json/is-deeper';
import { jsonText } from '../model/json/json-text';
import { parsedJson } from '../model/json/parsed-json';
import type { WireBytes, WireValue } from '../model/contract/record';
import { framingWords } from './framing';

/** How a route reads its values. The bridge calls it, as does whoever reads a record back by reference. */
export interface RecordDecoder {
  /** Never throws because of a record's content: undecodable bytes are returned as such, with the cause in words. */
  decode(value: Buffer): WireValue;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
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

/** A value that cannot be read, with its bytes and the reason in words. */
export const undecodable = (value: Buffer, why: string): WireValue => ({
  undecodable: why.slice(0, 300),
  base64: value.toString('base64'),
});

/** Reads JSON for a route whose handler gets `numbers`. */
const json = (numbers: ResolvedRoute['numbers']): RecordDecoder => ({
  decode(value) {
    try {
      const text = utf8.decode(value);
      if (isDeeper(text, MAX_JSON_DEPTH)) return undecodable(value, MAX_DEPTH_MESSAGE);
      const json = parsedJson(text);
      const inexact = numbers === 'exact' || numbers === 'bigint' ? inexactNumber(text, numbers) : undefined;
      if (inexact !== undefined) return undecodable(value, inexactWords(inexact));
      return {
        json,
        ...(JSON.stringify(json) === text ? {} : { source: text }),
        ...(numbers === 'text' || numbers === 'bigint' ? { numbers } : {}),
      };
    } catch (error) {
      return undecodable(value, `The value is not JSON: ${framingWords(value) ?? (error as Error).message}`);
    }
  },
});

const inexactWords = ({ field, digits }: InexactNumber): string =>
  `${JSON.stringify(field.slice(0, 100))} is ${digits.slice(0, 60)}, which a JavaScript number cannot hold. ` +
  "See `numbers` of the route: 'text' or 'bigint' loses nothing, 'plain' takes what JavaScript makes of it.";

const string: RecordDecoder = {
  decode(value) {
    try {
      return { text: utf8.decode(value) };
    } catch {
      // The bytes are kept; the cause is all there is to report.
      const framing = framingWords(value);
      return undecodable(value, `The value is not UTF-8 text${framing === undefined ? '' : `: ${framing}`}`);
    }
  },
};

const bytes: RecordDecoder = { decode: (value) => ({ base64: value.toString('base64') }) };

/** The decoder of a route's values. */
export const valueDecoder = ({ value, numbers }: Pick<ResolvedRoute, 'value' | 'numbers'>): RecordDecoder =>
  value === 'json' ? json(numbers) : value === 'string' ? string : bytes;

/** The bytes of a value that is present; null for a tombstone. @throws Error for a value present only by reference. */
export const valueBytes = (value: WireValue): Buffer | null => {
  if ('tombstone' in value) return null;
  if ('json' in value) return Buffer.from(jsonText(value));
  if ('source' in value) return Buffer.from(value.source);
  if ('text' in value) return Buffer.from(value.text);
  if ('base64' in value) return Buffer.from(value.base64, 'base64');
  throw new Error('The value is in Kafka.');
};
