/** Where a leader epoch ended in the log of its partition. */
export interface LeaderEpochEnd {
  readonly leaderEpoch: number;
  /** The first offset after that epoch. */
  readonly endOffset: bigint;
}
