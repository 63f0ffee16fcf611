import { bytesFromBase64 } from '../../model/base64';
import type { Stream, WireBytes, WireHeader, WireRecord } from '../../model/record';

/** A Kafka record as a handler sees it. */
export interface GatewayRecord<V> {
  /** Decoded as the route says: parsed JSON, text, or bytes. `null` for a tombstone. */
  readonly value: V;
  readonly key: WireBytes | null;
  readonly topic: string;
  readonly partition: number;
  /** Decimal string: Kafka offsets are 64-bit. */
  readonly offset: string;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** In order, repeated names kept. */
  readonly headers: readonly WireHeader[];
  readonly tombstone: boolean;
  /** Number of the replay that the record comes from; 0 where it comes for the first time. */
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
