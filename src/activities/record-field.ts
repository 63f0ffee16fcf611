import type { Stream, WireBytes, WireRecord } from '../model/record';

/** What `{key}`, `{topic}`, `{partition}`, `{offset}` and `{value.field}` stand for; undefined where the record has none. */
export const recordField = (name: string, stream: Stream, record: WireRecord): unknown => {
  if (name === 'key') return keyText(record.key);
  if (name === 'topic') return stream.topic;
  if (name === 'partition') return record.partition;
  if (name === 'offset') return record.offset;
  return 'json' in record.value ? field(record.value.json, name.split('.').slice(1)) : undefined;
};

const keyText = (key: WireBytes | null): string | undefined => {
  if (key === null) return undefined;
  return typeof key === 'string' ? key : Buffer.from(key.base64, 'base64').toString('latin1');
};

/** Own properties only: a path must not reach into prototypes. */
const field = (value: unknown, [name, ...rest]: readonly string[]): unknown => {
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return field((value as Record<string, unknown>)[name], rest);
};
