import { bytesOfText } from './bytes-of-text';
import { FormatRefused } from './format-refused';
import { jsonText } from '../model/json/json-text';
import type { PublishValue } from '../model/contract/outbox-contract';

/** Makes the bytes of a published value. Formats of a schema registry would fit in here. */
interface Encoder {
  /** `null` is a tombstone. @throws Error in words, when the encoder does not take this kind of value. */
  encode(value: PublishValue): Buffer | null;
}

export type ValueFormat = 'json' | 'string' | 'bytes';

const refused = (format: ValueFormat, expected: string, value: PublishValue): Error => {
  const got = 'json' in value ? `JSON (${typeof value.json})` : 'text' in value ? 'text' : 'bytes';
  return new FormatRefused(`The encoder '${format}' expected ${expected}, got ${got}: see outbox.topics.NAME.value.`);
};

const json: Encoder = {
  encode(value) {
    if ('tombstone' in value) return null;
    if ('json' in value) return Buffer.from(jsonText(value));
    if ('text' in value) return Buffer.from(JSON.stringify(value.text));
    throw refused('json', 'a JSON value', value);
  },
};

const string: Encoder = {
  encode(value) {
    if ('tombstone' in value) return null;
    if ('text' in value) return bytesOfText(value.text);
    if ('json' in value && typeof value.json === 'string') return bytesOfText(value.json);
    throw refused('string', 'a string', value);
  },
};

const bytes: Encoder = {
  encode(value) {
    if ('tombstone' in value) return null;
    if ('base64' in value) return Buffer.from(value.base64, 'base64');
    throw refused('bytes', 'bytes', value);
  },
};

export const valueEncoders: Readonly<Record<ValueFormat, Encoder>> = { json, string, bytes };
