import type { WireBytes, WireValue } from '../../model/contract/record';
import { jsonText } from '../../model/json/json-text';

/** The value of a header for people. */
export const bytesText = (bytes: WireBytes | null): string =>
  bytes === null ? '(none)' : typeof bytes === 'string' ? bytes : `base64:${bytes.base64}`;

/** The value of a record for people, unescaped. */
export const valueText = (value: WireValue): string => {
  if ('json' in value) return jsonText(value);
  if ('text' in value) return value.text;
  if ('undecodable' in value) return `${bytesOf(value.base64)} (${value.undecodable})`;
  if ('base64' in value) return `base64:${value.base64}`;
  return 'tombstone' in value ? '(tombstone)' : `(${value.reference} bytes in Kafka)`;
};

/** A value that cannot be decoded is often almost text. */
const bytesOf = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
