import type { WireValue } from '../model/record';

/** The bytes of a value that is at hand; null for a tombstone. @throws Error for one that is only referred to. */
export const valueBytes = (value: WireValue): Buffer | null => {
  if ('tombstone' in value) return null;
  if ('json' in value) return Buffer.from(JSON.stringify(value.json));
  if ('text' in value) return Buffer.from(value.text);
  if ('base64' in value) return Buffer.from(value.base64, 'base64');
  throw new Error('The value is in Kafka.');
};
