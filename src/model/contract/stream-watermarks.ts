// How far a workflow has accepted each stream. Part of contract.ts, and stored in histories as all of it is.
import type { Stream } from '../record';

/** `[leaderEpoch, offset]` of the last accepted record. */
export type WatermarkEntry = readonly [leaderEpoch: number, offset: string];

export interface StreamWatermarks extends Stream {
  /** Accepted position per partition number. */
  readonly partitions: Readonly<Record<string, WatermarkEntry>>;
}
