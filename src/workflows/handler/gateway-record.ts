import { bytesFromBase64 } from '../../model/base64';
import { jsonText } from '../../model/json/json-text';
import { parsedJson } from '../../model/json/parsed-json';
import type { Stream, WireBytes, WireHeader, WireRecord } from '../../model/contract/record';

/** A Kafka record as a handler sees it. */
export interface GatewayRecord<V> {
  /** The value as the route decodes it: parsed JSON, text, or bytes; `null` for a tombstone. */
  readonly value: V;
  /** The value's text as it was produced, digit for digit; `null` for a tombstone, and where values are read as bytes. */
  readonly text: string | null;
  /** The key as the route reads it: text, or bytes that are not UTF-8. */
  readonly key: WireBytes | null;
  readonly topic: string;
  readonly partition: number;
  /** A decimal string, because Kafka offsets are 64-bit. */
  readonly offset: string;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** Headers in order; repeated names are kept. */
  readonly headers: readonly WireHeader[];
  readonly tombstone: boolean;
  /** Number of the replay that sent the record; 0 if it comes for the first time. */
  readonly replay: number;
}

type Read = Pick<GatewayRecord<unknown>, 'value' | 'text'>;

const read = ({ value }: WireRecord): Read => {
  // The handler gets a value of its own, which it may change: the waiting record stays as it is.
  if ('json' in value || 'source' in value) {
    const text = 'json' in value ? jsonText(value) : value.source;
    return { value: parsedJson(text, value.numbers), text };
  }
  if ('text' in value) return { value: value.text, text: value.text };
  return { value: 'base64' in value ? bytesFromBase64(value.base64) : null, text: null };
};

/** The handler may change these, too. */
const own = <Content extends WireBytes | null>(content: Content): Content =>
  typeof content === 'object' && content !== null ? { ...content } : content;

export const gatewayRecord = <V>(stream: Stream, record: WireRecord): GatewayRecord<V> => ({
  ...(read(record) as Read & { readonly value: V }),
  key: record.keyText ?? own(record.key),
  topic: stream.topic,
  partition: record.partition,
  offset: record.offset,
  timestamp: record.timestamp,
  headers: (record.headers ?? []).map(([name, content]): WireHeader => [name, own(content)]),
  tombstone: 'tombstone' in record.value,
  replay: stream.replay ?? 0,
});
