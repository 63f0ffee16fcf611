import { bytesFromBase64 } from '../../model/base64';
import type { Stream, WireBytes, WireHeader, WireRecord } from '../../model/record';

/** A Kafka record as a handler sees it. */
export interface GatewayRecord<V> {
  /** The value as the route decodes it: parsed JSON, text, or bytes; `null` for a tombstone. */
  readonly value: V;
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

const decode = ({ value }: WireRecord): unknown => {
  if ('json' in value) return value.json;
  if ('text' in value) return value.text;
  return 'base64' in value ? bytesFromBase64(value.base64) : null;
};

export const gatewayRecord = <V>(stream: Stream, record: WireRecord): GatewayRecord<V> => ({
  value: decode(record) as V,
  key: record.key,
  topic: stream.topic,
  partition: record.partition,
  offset: record.offset,
  timestamp: record.timestamp,
  headers: record.headers ?? [],
  tombstone: 'tombstone' in record.value,
  replay: stream.replay ?? 0,
});
