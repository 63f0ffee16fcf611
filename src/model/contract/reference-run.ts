// This is part of contract.ts and stored in histories likewise.
import type { Stream } from './record';

/** Waiting records of a chain that are kept by position only; one run for each stream, partition and leader epoch. */
export interface ReferenceRun {
  readonly stream: Stream;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** The first offset, then the distance to each next one, all in base 36 and joined by commas. */
  readonly offsets: string;
}
