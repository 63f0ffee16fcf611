// Part of contract.ts, and stored in histories as all of it is.
import type { Stream } from '../record';

/** Waiting records of a chain that are kept by position only: one run per stream, partition and leader epoch. */
export interface ReferenceRun {
  readonly stream: Stream;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** First offset, then the distance to each next one, all base 36 and joined by commas. */
  readonly offsets: string;
}
