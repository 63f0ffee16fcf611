import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { Position, WireBytes, WireRecord } from '../../model/contract/record';
import { RecordEncoder } from '../../records/record-encoder';

/**
 * What is left of a record whose payload is gone: its key, read as it was when the record came, so that an edit of the
 * record goes to the same address. The value is undecodable if the route cannot read the key, and else a tombstone.
 */
export const goneRecord = (
  config: ResolvedConfig,
  route: ResolvedRoute,
  key: WireBytes | null,
  { partition, leaderEpoch, offset }: Position,
  timestamp: number,
): WireRecord =>
  RecordEncoder.ofRoute(config, route).whole(partition, {
    key: key === null ? null : bytesOf(key),
    value: null,
    headers: [],
    leaderEpoch,
    offset: BigInt(offset),
    timestamp,
  });

const bytesOf = (key: WireBytes): Buffer =>
  typeof key === 'string' ? Buffer.from(key) : Buffer.from(key.base64, 'base64');
