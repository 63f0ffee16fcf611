// The wire form of what handlers and poll agents publish: keys, values and headers.
import { base64FromBytes } from './base64';
import { isBytes } from './is-bytes';
import type { PublishValue } from './contract/outbox-contract';
import type { WireBytes, WireHeader } from './contract/record';

type HeaderPair = readonly [name: string, value: string | Uint8Array];
export type PublishHeaders = Readonly<Record<string, string | Uint8Array>> | readonly HeaderPair[];

export const wireBytes = (bytes: string | Uint8Array): WireBytes =>
  isBytes(bytes) ? { base64: base64FromBytes(bytes) } : text(bytes);

const text = (value: string): string => {
  if (typeof value === 'string') return value;
  throw new Error(`Expected a string or bytes, got ${typeof value}.`);
};

export const wireValue = (value: unknown): PublishValue => {
  if (value === null || value === undefined) return { tombstone: true };
  if (isBytes(value)) return { base64: base64FromBytes(value) };
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new Error(`A published value is JSON, bytes or null; got a ${typeof value}.`);
  // Take a copy of the value as it is now, because the handler may go on to change it.
  return { json: JSON.parse(json) as unknown };
};

export const wireHeaders = (headers: PublishHeaders): readonly WireHeader[] => {
  const pairs = Array.isArray(headers)
    ? (headers as readonly HeaderPair[])
    : Object.entries(headers as Readonly<Record<string, string | Uint8Array>>);
  return pairs.map(([name, value]): WireHeader => {
    if (name.startsWith('sluice.'))
      throw new Error(`Header ${JSON.stringify(name)}: names that begin with sluice. are reserved.`);
    return [name, wireBytes(value)];
  });
};
