// What a replay of a route is: stored in histories like route-control.ts, and under the same rules.

/** Where a replay begins: at an offset, at the first record of a time (milliseconds), or at the oldest record. */
export type ReplayStart = { readonly offset: string } | { readonly timeMs: number } | { readonly earliest: true };

export interface ReplayRequest {
  readonly from: ReplayStart;
  /** Absent for every topic of the route. */
  readonly topic?: string;
  /** Absent for every partition. */
  readonly partition?: number;
  /** If set, only records of the key with this chain id are replayed. */
  readonly chain?: string;
  /** True if effects are repeated under new idempotency keys. */
  readonly newEffects: boolean;
}

/**
 * Decimal strings: records from the first offset up to, but without, the second. `leaderEpoch` is the highest below
 * `to` when the range was chosen; a record with a higher one was written later, in place of a lost tail of the log.
 */
export type OffsetRange = readonly [from: string, to: string, leaderEpoch?: number];

export interface ReplayedStream {
  readonly id: string;
  readonly topic: string;
  /** Ranges by partition number. */
  readonly ranges: Readonly<Record<string, OffsetRange>>;
}

/** The records that are sent under the label of a replay. */
export interface ReplaySegment {
  readonly replay: number;
  readonly newEffects: boolean;
  readonly chain?: string;
  readonly streams: readonly ReplayedStream[];
  /** For both, see `Stream`. */
  readonly oneUrl?: true;
  readonly sure?: true;
}

/**
 * `stopping`: bridges leave the group. `cut`: the records are chosen, and the group's offsets may already be set back.
 * `running`: bridges read again. `cancelled`: the rest of it comes under the old label and is filtered.
 */
export type ReplayPhase = 'stopping' | 'cut' | 'running' | 'cancelled';

export interface Replay {
  readonly number: number;
  readonly phase: ReplayPhase;
  readonly request: ReplayRequest;
  /** ISO 8601 time of the command that began the replay. */
  readonly begun: string;
}
