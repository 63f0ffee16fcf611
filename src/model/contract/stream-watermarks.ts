// How far a workflow has accepted each stream. It is part of contract.ts and stored in histories likewise.
import type { Stream } from './record';

/** `[leaderEpoch, offset]` of the last accepted record. */
export type WatermarkEntry = readonly [leaderEpoch: number, offset: string];

export interface StreamWatermarks extends Stream {
  /** Last accepted position for each partition number. */
  readonly partitions: Readonly<Record<string, WatermarkEntry>>;
}
