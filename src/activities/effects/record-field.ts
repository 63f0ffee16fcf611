import type { Stream, WireBytes, WireRecord } from '../../model/record';

/** What `{key}`, `{topic}`, `{partition}`, `{offset}` and `{value.field}` stand for; undefined if there is none. */
export const recordField = (name: string, stream: Stream, record: WireRecord): unknown => {
  if (name === 'key') return keyText(record.key);
  if (name === 'topic') return stream.topic;
  if (name === 'partition') return record.partition;
  if (name === 'offset') return record.offset;
  return 'json' in record.value ? ownField(record.value.json, name.split('.').slice(1)) : undefined;
};

const keyText = (key: WireBytes | null): string | undefined => {
  if (key === null) return undefined;
  return typeof key === 'string' ? key : Buffer.from(key.base64, 'base64').toString('latin1');
};

/** The value at a path of fields. It reads only own properties, because a path must not reach into prototypes. */
export const ownField = (value: unknown, path: readonly string[]): unknown => {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
};
