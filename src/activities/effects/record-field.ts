import type { Stream, WireBytes, WireRecord } from '../../model/record';
import { ownField } from './own-field';

/** What `{key}`, `{topic}`, `{partition}`, `{offset}` and `{value.field}` stand for; undefined where the record has none. */
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
