import type { WireBytes, WireRecord } from '../../model/contract/record';

/**
 * The bytes of a record's header, whatever the case of its name. Of a name that is repeated the last one counts, as in
 * Kafka's own `lastHeader`. Undefined if there is none, or one without a value.
 */
export const recordHeader = (name: string, { headers = [] }: Pick<WireRecord, 'headers'>): Buffer | undefined => {
  const [, value] = headers.findLast(([given]) => given.toLowerCase() === name.toLowerCase()) ?? [];
  return value === undefined || value === null ? undefined : headerBytes(value);
};

export const headerBytes = (value: WireBytes): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.base64, 'base64');
