import { jsonField } from '../../model/json-field';
import type { Stream, WireBytes, WireRecord } from '../../model/record';

/**
 * The text that `{key}`, `{topic}`, `{partition}`, `{offset}` and `{value.field}` stand for; undefined if there is none.
 * @throws Error in words, for text that no bytes can hold: it would arrive as other text.
 */
export const recordField = (name: string, stream: Stream, record: WireRecord): string | undefined => {
  const text = fieldText(name, stream, record);
  if (text !== undefined && /\p{Surrogate}/u.test(text)) {
    throw new Error(
      `{${name}} has half of a surrogate pair, which is not text: ${JSON.stringify(text.slice(0, 100))}.`,
    );
  }
  return text;
};

const fieldText = (name: string, stream: Stream, record: WireRecord): string | undefined => {
  if (name === 'key') return keyText(record.key);
  if (name === 'topic') return stream.topic;
  if (name === 'partition') return String(record.partition);
  if (name === 'offset') return record.offset;
  return 'json' in record.value ? jsonField(record.value, fieldPath(name))?.plain : undefined;
};

/** The path in the value that `value.order.id` names. */
export const fieldPath = (name: string): readonly string[] => name.split('.').slice(1);

const keyText = (key: WireBytes | null): string | undefined => {
  if (key === null) return undefined;
  return typeof key === 'string' ? key : Buffer.from(key.base64, 'base64').toString('latin1');
};
