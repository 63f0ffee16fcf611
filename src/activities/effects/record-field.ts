import { jsonField } from '../../model/json/json-field';
import type { Stream, WireRecord } from '../../model/contract/record';

/**
 * What `{key}`, `{topic}`, `{partition}`, `{offset}` and `{value.field}` stand for: text, or the bytes of a key that is
 * not UTF-8. Undefined if there is none.
 * @throws Error in words, for text that no bytes can hold: it would arrive as other text.
 */
export const recordField = (name: string, stream: Stream, record: WireRecord): string | Buffer | undefined => {
  const content = contentOf(name, stream, record);
  if (typeof content === 'string' && /\p{Surrogate}/u.test(content)) {
    const shown = JSON.stringify(content.slice(0, 100));
    throw new Error(`{${name}} has half of a surrogate pair, which is not text: ${shown}.`);
  }
  return content;
};

const contentOf = (name: string, stream: Stream, record: WireRecord): string | Buffer | undefined => {
  if (name === 'key') return keyContent(record);
  if (name === 'topic') return stream.topic;
  if (name === 'partition') return String(record.partition);
  if (name === 'offset') return record.offset;
  return 'json' in record.value ? jsonField(record.value, fieldPath(name))?.plain : undefined;
};

/** The path in the value that `value.order.id` names. */
export const fieldPath = (name: string): readonly string[] => name.split('.').slice(1);

const keyContent = ({ key, keyText, rawKey }: WireRecord): string | Buffer | undefined => {
  if (key === null) return undefined;
  if (keyText !== undefined) return keyText;
  if (typeof key === 'string') return key;
  const bytes = Buffer.from(key.base64, 'base64');
  return rawKey === true ? bytes : bytes.toString('latin1');
};
